// Random objects of every kind and random command lines over every verb and flag: CNCF's flux beside ours on one API.
// usage: node scripts/run.mjs random-cli --family read|create|write|build [--on embedded|KUBECONFIG] [--seed N] [--worlds N] [--lines N] [--only TEXT] [--full] [--quiet] [--record]
// A seed gives the same objects and lines again; --record keeps the lines whose answers were alike, with their objects, in test/corpus/cli-lines.
// needs flux in $FLUX_PEERS/bin; a cluster has no objects of Flux
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {homedir, tmpdir} from 'node:os'
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {printJson} from '../src/lib/formats/json/print.js'
import type {JsonValue} from '../src/lib/formats/json/value.js'
import type {KubeObject} from '../src/lib/ports/kube.js'
import {type CaseInput, record} from '../test/golden/cli-replay/record.js'
import {onCluster, onEmbedded} from '../test/golden/cli-replay/run-all.js'
import {asProcess, inProcess} from '../test/golden/cli-replay/run-line.js'
import {clusterServer, embeddedServer} from '../test/golden/cli-replay/servers/api-servers.js'
import {setUp} from '../test/golden/cli-replay/world.js'
import type {World} from '../test/golden/cli-replay/worlds.js'
import {differences, quoted} from './cli-lines/differences.js'
import {type Dice, diceOf} from './random-cli/dice.js'
import {folderLine, writeFolder} from './random-cli/folders.js'
import {aLine, FAMILIES, type Family} from './random-cli/lines.js'
import {anObject, kindsOften, othersOf} from './random-cli/objects.js'

const {values} = parseArgs({
  options: {
    family: {type: 'string', default: 'read'},
    on: {type: 'string', default: 'embedded'},
    seed: {type: 'string', default: '1'},
    worlds: {type: 'string', default: '1'},
    lines: {type: 'string', default: '100'},
    quiet: {type: 'boolean'},
    record: {type: 'boolean'},
    full: {type: 'boolean'},
    only: {type: 'string', default: ''},
  },
})
const family = values.family as Family
if (!FAMILIES[family]) throw new Error(`--family is one of ${Object.keys(FAMILIES).join(', ')}`)
const root = join(import.meta.dirname, '..')
const corpus = join(root, 'test/corpus/cli')
const flux = join(process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers'), 'bin/flux')
const theirs = asProcess(root, ['timeout', '25', flux])
const ours = inProcess(root)
const assets = mkdtempSync(join(tmpdir(), 'flux-random-'))
cpSync(join(corpus, 'setup'), join(assets, 'setup'), {recursive: true})
cpSync(join(corpus, 'dirs'), join(assets, 'dirs'), {recursive: true, verbatimSymlinks: true})
const server = values.on === 'embedded' ? undefined : await clusterServer(root, values.on, readFileSync(values.on, 'utf8'))
const lender = server
  ? await onCluster(server, assets)
  : await onEmbedded({corpus: assets, start: () => embeddedServer(root, {virtual: false})})

const BASE = ['namespaces.yaml', 'crd-artifactgenerators.yaml']
/** What `build` and `diff` look at. */
const BUILDS = ['namespaces.yaml', 'sources.yaml', 'kustomizations.yaml', 'diff-live.yaml', 'diff-live-objects.kc.yaml']

/** Of those the ones that lines name. */
const BUILT = ['web', 'no-prune', 'web-child'].map(
  (name): KubeObject => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: {name, namespace: 'flux-system'},
  }),
)

/** The objects that the API takes, in a set-up file. */
async function aWorld(name: string, dice: Dice): Promise<KubeObject[]> {
  const taken: KubeObject[] = [{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'ns-2'}}]
  await lender.use(BASE, async ({server}) => {
    const take = async (object: KubeObject): Promise<boolean> => {
      writeFileSync(join(assets, 'setup', 'trial.yaml'), printJson(object as unknown as JsonValue))
      return setUp(server, assets, ['trial.yaml']).then(
        () => taken.push(object) > 0,
        () => false,
      )
    }
    await setUp(server, assets, [])
    await take(taken.pop()!)
    const ours: KubeObject[] = []
    for (const kind of kindsOften(family === 'write' ? 1 : 3)) {
      for (const share of [dice.one([0, 0.3, 0.7]), 0.3, 0.15, 0.05, 0]) {
        const object = anObject(kind, dice, share)
        if (
          ours.some(
            ({kind, metadata}) =>
              kind === object.kind && metadata.name === object.metadata.name && metadata.namespace === object.metadata.namespace,
          )
        )
          continue
        if (!(await take(object))) continue
        ours.push(object)
        break
      }
    }
    for (const object of othersOf(dice, ours)) await take(object)
  })
  writeFileSync(join(assets, 'setup', name), taken.map((object) => printJson(object as unknown as JsonValue, 1)).join('\n---\n'))
  return taken
}

/** Lends a world for a line; those that only read share one. */
type Lend = <T>(setup: readonly string[], work: (world: World) => Promise<T>) => Promise<T>

const answerOf = (input: CaseInput, run: typeof ours, lend: Lend) =>
  lend(input.setup, async (world) => {
    const {name: _, setup: __, argv: ___, controller: ____, ...answer} = await record(input, world, run, assets)
    return answer
  })

/** A world that nobody looks at for changes. */
function unwatched({server, ...world}: World): World {
  const kube = Object.create(server.kube, {resources: {value: async () => []}}) as typeof server.kube
  return {...world, before: new Map(), server: {...server, kube}}
}

const kept: CaseInput[] = []
let [equal, all] = [0, 0]
async function compare(input: CaseInput, lend: Lend): Promise<void> {
  const failed = (error: unknown) => ({failed: String(error)})
  const [a, b] = [await answerOf(input, theirs, lend).catch(failed), await answerOf(input, ours, lend).catch(failed)]
  const lines = differences(a, b, {shown: values.full ? Number.POSITIVE_INFINITY : 8})
  all++
  if (lines.length > 0)
    return values.quiet ? undefined : console.log([`${input.name}: flux ${quoted(input.argv)}`, ...lines].join('\n'))
  equal++
  const {stdout, stderr} = a as {stdout: string; stderr: string}
  // what depends on the moment, on a clock or on long texts of one's own
  const unlike = /\u001b\[|\nUsage:\n|LAST SEEN|context deadline|timed out|rate limiter|\d{4} \d\d:\d\d:\d\d\.\d{6}/.test(
    stdout + stderr,
  )
  if (!unlike) kept.push({...input, ...a})
}

const seed = Number(values.seed)
for (let at = 0; at < Number(values.worlds); at++) {
  const dice = diceOf(seed + at)
  const file = `random-${family}-${seed + at}.yaml`
  const world = family === 'build' ? BUILT : await aWorld(file, dice)
  const setup = family === 'build' ? BUILDS : [...BASE, file]
  const inputs = Array.from({length: Number(values.lines)}, (_, line): CaseInput => {
    if (family === 'build' && dice.chance(0.7)) {
      const dir = `random-${seed + at}-${line + 1}`
      writeFolder(join(assets, 'dirs', dir), dice)
      return {name: `${seed + at}.${line + 1}`, setup, argv: folderLine(dice), dir}
    }
    const argv = aLine(dice, family, world)
    const dir = family === 'build' ? 'build' : family === 'create' ? 'create' : undefined
    return {name: `${seed + at}.${line + 1}`, setup, argv, ...(dir && {dir})}
  }).filter(({name, argv}) => `${name} ${quoted(argv)}`.includes(values.only))
  if (!values.quiet) console.log(`# ${file}: ${world.length} objects`)
  let next = 0
  const work = async (lend: Lend) => {
    for (let index = next++; index < inputs.length; index = next++) await compare(inputs[index]!, lend)
  }
  const atOnce = (count: number, lend: Lend) => Promise.all(Array.from({length: count}, () => work(lend)))
  if (family === 'read' || family === 'create') await lender.use(setup, (world) => atOnce(4, (_, job) => job(unwatched(world))))
  else await atOnce(server ? 1 : 3, lender.use)
  if (values.record) {
    const to = join(root, 'test/corpus/cli-lines')
    mkdirSync(to, {recursive: true})
    writeFileSync(join(to, `random-${family}-${seed + at}.jsonl`), kept.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    if (family !== 'build') cpSync(join(assets, 'setup', file), join(corpus, 'setup', file))
    for (const {dir} of kept.splice(0))
      if (dir?.startsWith('random-')) cpSync(join(assets, 'dirs', dir), join(corpus, 'dirs', dir), {recursive: true})
  }
}
await lender.close()
await server?.close()
rmSync(assets, {recursive: true, force: true})
console.log(`${equal} of ${all} equal`)
process.exit(equal === all ? 0 : 1)
