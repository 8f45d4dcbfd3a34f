import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import type {ServedResource} from '../../../../../src/lib/adapters/apiserver/hooks.js'
import {createFieldManager} from '../../../../../src/lib/adapters/apiserver/ssa/field-manager.js'
import {ApiError} from '../../../../../src/lib/errors/api-error.js'
import type {JsonObject} from '../../../../../src/lib/formats/json/value.js'
import type {KubeObject} from '../../../../../src/lib/ports/kube.js'
import {builtinResources, builtinSchema} from '../../../../../src/lib/schema/builtin.js'
import type {SchemaNode} from '../../../../../src/lib/schema/node.js'

/*
 * Replays what a real kube-apiserver answered at the level of the field manager alone: the live object is the server's former
 * answer, what comes out is compared by its managedFields, refusals by their Status.
 */
type Step = {
  method?: string
  path: string
  contentType?: string
  body?: unknown
  as?: Record<string, string | null>
  status: number
  response: JsonObject
}
type Case = {name: string; steps: Step[]}

/** The status of a CRD is written by the server between two steps; names of managers are made from headers by the core. */
const elsewhere: ReadonlySet<string> = new Set(['crd-itself', 'manager-names'])

const cases = ['ssa', 'patches'].flatMap((family) =>
  readFileSync(`test/corpus/api/${family}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => ({family, ...(JSON.parse(line) as Case)}))
    .filter(({name}) => !elsewhere.has(name)),
)

/** Kinds whose strategy adds nothing of its own, so that the answer is what the field manager saw. */
const plain: ReadonlySet<string> = new Set([
  'configmaps',
  'secrets',
  'cronjobs',
  'roles',
  'serviceaccounts',
  'poddisruptionbudgets',
])

const now = '2026-01-01T00:00:00Z'

function tidy(entries: unknown): unknown[] {
  return (Array.isArray(entries) ? (entries as JsonObject[]) : [])
    .map(({time: _, ...entry}) => entry)
    .sort((a, b) =>
      JSON.stringify([a.operation, a.manager, a.apiVersion, a.subresource]) <
      JSON.stringify([b.operation, b.manager, b.apiVersion, b.subresource])
        ? -1
        : 1,
    )
}

/** Causes have no order of their own. */
function ordered(status: JsonObject): JsonObject {
  const details = status.details as {causes?: JsonObject[]} | undefined
  if (!details?.causes) return status
  const causes = [...details.causes].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return {...status, details: {...details, causes}}
}

/** Resources of the built-in types and of the CRDs that the case makes. */
class Served {
  readonly #custom: ServedResource[] = []

  learn(crd: JsonObject): void {
    const spec = crd.spec as {group: string; names: {kind: string; plural: string}; versions: JsonObject[]; scope: string}
    for (const version of spec.versions) {
      const at = this.#custom.findIndex(
        (one) => one.group === spec.group && one.version === version.name && one.kind === spec.names.kind,
      )
      if (at >= 0) this.#custom.splice(at, 1)
      this.#custom.push({
        group: spec.group,
        version: version.name as string,
        kind: spec.names.kind,
        listKind: '',
        resource: spec.names.plural,
        singular: '',
        namespaced: spec.scope === 'Namespaced',
        shortNames: [],
        categories: [],
        verbs: [],
        subresources: Object.keys((version.subresources as object) ?? {}),
        apiVersion: `${spec.group}/${String(version.name)}`,
        schema: (version.schema as unknown as {openAPIV3Schema: SchemaNode}).openAPIV3Schema,
        crd: {object: crd as KubeObject, version},
      })
    }
  }

  find(group: string, version: string, resource: string): ServedResource | undefined {
    const custom = this.#custom.find((one) => one.group === group && one.version === version && one.resource === resource)
    if (custom) return custom
    const row = builtinResources().find((one) => one.group === group && one.version === version && one.resource === resource)
    return (
      row && {
        ...row,
        listKind: '',
        subresources: row.subresources.map((one) => one.name),
        apiVersion: group === '' ? version : `${group}/${version}`,
        schema: builtinSchema(row),
      }
    )
  }

  version(resource: ServedResource, apiVersion: string): ServedResource | undefined {
    const [group, version] = apiVersion.split('/') as [string, string]
    return this.find(group, version, resource.resource)
  }
}

function parse(path: string) {
  const url = new URL(path, 'http://x')
  const parts = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent)
  const [group, version, ...rest] = parts[0] === 'api' ? ['', ...parts.slice(1)] : parts.slice(1)
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2
  const [resource, name, subresource] = inNamespace ? rest.slice(2) : rest
  return {
    group: group as string,
    version: version as string,
    resource: resource as string,
    name,
    subresource,
    query: url.searchParams,
  }
}

function managerOf(step: Step, query: URLSearchParams): string {
  const agent = step.as && 'User-Agent' in step.as ? step.as['User-Agent'] : 'recorder/1.0'
  return query.get('fieldManager') ?? ((agent ?? 'Go-http-client').split('/')[0] ?? '').slice(0, 128)
}

function replay(steps: readonly Step[]): number {
  const served = new Served()
  const manager = createFieldManager({
    version: (resource, apiVersion) => served.version(resource, apiVersion),
    convert: (object, _from, to) => ({...object, apiVersion: to.apiVersion}),
  })
  const live = new Map<string, KubeObject>()
  let checked = 0
  for (const step of steps) {
    if (!step.method || !step.response) continue
    const {group, version, resource, name, subresource, query} = parse(step.path)
    const served1 = served.find(group, version, resource)
    const response = step.response as KubeObject
    const key = `${group}/${resource}/${name ?? response.metadata?.name}`
    if (served1 && subresource !== 'scale' && step.method !== 'GET' && step.method !== 'DELETE') {
      const write = {manager: managerOf(step, query), subresource, now}
      const before = live.get(key)
      if (step.contentType === 'application/apply-patch+yaml' && typeof step.body === 'object' && query.get('fieldManager')) {
        checked += checkApply(manager, served1, before, step, {...write, force: query.get('force') === 'true'})
      } else if (
        step.status < 300 &&
        response.metadata?.uid &&
        (served1.crd || plain.has(resource)) &&
        step.contentType !== 'application/apply-patch+yaml'
      ) {
        // What the client sent decides about managedFields; of the rest the answer is what the field manager saw.
        const sent = step.body as KubeObject | undefined
        const entries = typeof sent === 'object' && !Array.isArray(sent) ? sent.metadata?.managedFields : undefined
        const next = {...response, metadata: {...response.metadata, managedFields: entries ?? before?.metadata.managedFields}}
        if (next.metadata.managedFields === undefined) delete next.metadata.managedFields
        const after = manager.update(served1, step.method === 'POST' ? undefined : before, next as KubeObject, write)
        expect({step: step.path, managedFields: tidy(after.metadata.managedFields)}).toEqual({
          step: step.path,
          managedFields: tidy(response.metadata.managedFields),
        })
        checked++
      }
    }
    if (step.status < 300 && response.metadata?.uid && !query.get('dryRun')) {
      live.set(key, response)
      if (response.kind === 'CustomResourceDefinition') served.learn(response)
    }
  }
  return checked
}

function checkApply(
  manager: ReturnType<typeof createFieldManager>,
  resource: ServedResource,
  live: KubeObject | undefined,
  step: Step,
  write: {manager: string; subresource: string | undefined; now: string; force: boolean},
): number {
  let result: KubeObject
  try {
    result = manager.apply(resource, live, step.body as KubeObject, write)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    expect({step: step.path, body: step.body, answer: ordered(error.status)}).toEqual({
      step: step.path,
      body: step.body,
      answer: ordered(step.response),
    })
    return 1
  }
  if (step.status >= 300) return 0
  const response = step.response as KubeObject
  expect({step: step.path, body: step.body, managedFields: tidy(result.metadata.managedFields)}).toEqual({
    step: step.path,
    body: step.body,
    managedFields: tidy(response.metadata.managedFields),
  })
  return 1
}

describe('field manager against recordings of kube-apiserver', () => {
  it.each(cases)('$family: $name', ({steps}) => {
    replay(steps)
  })

  it('has looked at many answers', () => {
    expect(cases.reduce((sum, {steps}) => sum + replay(steps), 0)).toBeGreaterThan(250)
  })
})
