import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {notReady} from '../../src/lib/actions/run/advice.js'
import {type ApiServer, startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import {createKubeClient} from '../../src/lib/adapters/kube/client.js'
import {systemRandom} from '../../src/lib/adapters/system/random.js'
import {createSystemClock} from '../../src/lib/adapters/system/system-clock.js'
import {messageOf} from '../../src/lib/errors/flux-error.js'
import {isObject, type JsonObject} from '../../src/lib/formats/json/value.js'
import {parseYamlDocuments} from '../../src/lib/formats/yaml/parse.js'
import {crds} from '../../src/lib/kinds/crds.js'
import type {KubeClient, KubeObject} from '../../src/lib/ports/kube.js'

const folder = join(import.meta.dirname, '..', 'corpus', 'seeds')

interface Judged {
  readonly verdict: 'accepted' | 'rejected' | 'unserved' | 'foreign' | 'fragment'
  /** what the server says to an apply */
  readonly message?: string
  /** what it says to a create, when that differs */
  readonly createMessage?: string
  /** apiVersion that took the place of an unserved one */
  readonly target?: string
}

interface Seed extends Judged {
  readonly file: string
  readonly documents?: readonly Judged[]
  readonly host?: {readonly apiVersion?: string; readonly kind?: string}
}

/** Files whose verdict here is not that of kube-apiserver, and why; a file that has become equal must go. */
const DIFFERENT: Readonly<Record<string, string>> = {}

/** The least that an object needs to be accepted, for fragments of a spec. */
const HOSTS: Readonly<Record<string, JsonObject>> = {
  Kustomization: {interval: '10m', prune: true, sourceRef: {kind: 'GitRepository', name: 'flux-system'}},
  HelmRelease: {interval: '10m', chartRef: {kind: 'OCIRepository', name: 'app'}},
  Deployment: {selector: {matchLabels: {app: 'app'}}, template: {metadata: {labels: {app: 'app'}}}},
}

let server: ApiServer
let kube: KubeClient
beforeAll(async () => {
  server = await startApiServer({kubelet: false})
  const clock = createSystemClock()
  kube = createKubeClient({transport: server.transport(), clock, random: systemRandom, userAgent: 'seeds'})
  for (const crd of crds()) await kube.create(crd)
})
afterAll(() => server.close())

const seeds = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as Seed[]

const documentsOf = (file: string) =>
  parseYamlDocuments(readFileSync(join(folder, file), 'utf8')).map(({value}) => value as unknown as KubeObject)

/** What an apply and a create with strict field validation are answered, both dry runs; undefined when accepted. */
async function answers(object: KubeObject): Promise<{applied: string | undefined; created: string | undefined}> {
  const {namespace} = object.metadata
  if (namespace) await kube.apply({apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}}, {fieldManager: 'seeds'})
  const options = {dryRun: true, fieldValidation: 'Strict'} as const
  const refused = (work: Promise<unknown>) => work.then(() => undefined, messageOf)
  const created = await refused(kube.create(object, options))
  // an object without a name can only be created
  if (!object.metadata.name) return {applied: created, created}
  const applied = await refused(kube.apply(object, {...options, fieldManager: 'seeds', force: true}))
  return {applied, created: object.kind === 'Namespace' ? applied : created}
}

/** The object in a namespace, if its kind has any. */
async function placed(object: KubeObject): Promise<KubeObject> {
  const resource = await kube.resourceFor(object).catch(() => undefined)
  return {...object, metadata: {...(resource?.namespaced && {namespace: 'default'}), ...object.metadata}}
}

async function differences(document: KubeObject, judged: Judged): Promise<unknown[]> {
  const object = await placed(document)
  const {name} = object.metadata
  const answer = await answers(object)
  const wanted = {applied: judged.message, created: judged.createMessage ?? judged.message}
  const faults: unknown[] = []
  if (answer.applied !== wanted.applied || answer.created !== wanted.created) faults.push({name, answer, wanted})
  if (judged.target) {
    const migrated = await answers({...object, apiVersion: judged.target})
    if (migrated.applied !== undefined || migrated.created !== undefined) faults.push({name, migrated})
  }
  return faults
}

async function judge(seed: Seed): Promise<unknown[]> {
  const objects = documentsOf(seed.file)
  const judged = seed.documents ?? [seed]
  expect(objects.length).toBe(judged.length)
  return (await Promise.all(objects.map((object, at) => differences(object, judged[at]!)))).flat()
}

/** Verdicts of a real kube-apiserver on every example of the seed documents. */
describe('seed examples on the embedded API', () => {
  const whole = seeds.filter((seed) => seed.verdict !== 'fragment')

  it.each(whole.map((seed) => [seed.file, seed.verdict, seed] as const))('%s is %s', async (file, _, seed) => {
    const faults = await judge(seed)
    if (DIFFERENT[file] === undefined) expect(faults).toEqual([])
    else expect(faults, `${file} is as it should be: take it from the list`).not.toEqual([])
  })

  const fragments = seeds.filter((seed) => seed.host?.kind !== undefined)

  it.each(fragments.map((seed) => [seed.file, seed] as const))('%s is accepted inside an object', async (file, {host}) => {
    const [fragment] = documentsOf(file)
    const metadata = {name: 'host', namespace: 'default'}
    const base = HOSTS[host!.kind!]!
    const spec = isObject(fragment!.spec) ? mergedSpec(base, fragment!.spec) : base
    const object = {apiVersion: host!.apiVersion!, kind: host!.kind!, metadata, spec}
    expect(await answers(object)).toEqual({applied: undefined, created: undefined})
  })

  it('names flux migrate for every version that is gone', () => {
    const gone = seeds.flatMap((seed) => seed.documents ?? [seed]).filter(({verdict}) => verdict === 'unserved')
    expect(gone.length).toBe(4)
    for (const {message} of gone) {
      const conditions = [{type: 'Ready', status: 'False', reason: 'ReconciliationFailed', message: message!}]
      const item = notReady({apiVersion: 'v1', kind: 'X', metadata: {name: 'x'}, status: {conditions}})
      expect(item?.advice).toContain('flux migrate')
    }
  })
})

/** A spec with the fields of a fragment; a pod template is merged, everything else replaced. */
function mergedSpec(base: JsonObject, fragment: JsonObject): JsonObject {
  const {template} = base
  const merged = {...base, ...fragment}
  return isObject(template) && isObject(fragment['template'])
    ? {...merged, template: {...template, ...fragment['template']}}
    : merged
}
