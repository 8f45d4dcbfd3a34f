// Runs command lines with CNCF's flux and with ours on the same cluster and prints what differs: stdout, stderr, exit code,
// and the objects afterwards with the managers of their fields.
// usage: node scripts/run.mjs differential-cli [FILE...|--verbs] [--on embedded|KUBECONFIG] [--binary] [--only TEXT] [--quiet] [--full] [--record]
// A FILE has a command line per line (format: cli-lines/README.md); without one, all of scripts/cli-lines. --verbs takes those of verb-cases.ts.
// --record writes what CNCF's flux answered to test/corpus/cli-lines, but for what depends on the moment and for long texts of its own.
// needs flux in $FLUX_PEERS/bin; a cluster has kube-controller-manager and no objects of Flux
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {type CaseInput, record} from '../test/golden/cli-replay/record.js'
import {onCluster, onEmbedded} from '../test/golden/cli-replay/run-all.js'
import {asProcess, inProcess, type RunLine} from '../test/golden/cli-replay/run-line.js'
import {clusterServer, embeddedServer} from '../test/golden/cli-replay/servers/api-servers.js'
import {takeSnapshot} from '../test/golden/cli-replay/snapshot.js'
import type {World} from '../test/golden/cli-replay/worlds.js'
import {differences, quoted} from './cli-lines/differences.js'
import {readCliLines} from './cli-lines/read.js'
import {RECORDED_VERBS, verbCases} from './verb-cases.js'

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    on: {type: 'string', default: 'embedded'},
    binary: {type: 'boolean'},
    record: {type: 'boolean'},
    only: {type: 'string', default: ''},
    verbs: {type: 'boolean'},
    quiet: {type: 'boolean'},
    full: {type: 'boolean'},
  },
})
const root = join(import.meta.dirname, '..')
const corpus = join(root, 'test/corpus/cli')
const flux = join(process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers'), 'bin/flux')
const theirs = asProcess(root, ['timeout', '25', flux])
const ours = values.binary ? asProcess(root) : inProcess(root)
const server = values.on === 'embedded' ? undefined : await clusterServer(root, values.on, readFileSync(values.on, 'utf8'))
const lender = server
  ? await onCluster(server, corpus)
  : await onEmbedded({corpus, start: () => embeddedServer(root, {virtual: false})})

async function inputs(): Promise<CaseInput[]> {
  if (!values.verbs) {
    const folder = join(import.meta.dirname, 'cli-lines')
    const all = readdirSync(folder).filter((name) => name.endsWith('.txt'))
    return (positionals.length > 0 ? positionals : all.map((name) => join(folder, name))).flatMap(readCliLines)
  }
  const setup = verbCases('get', () => [{namespace: 'x', name: 'x'}])[0]!.setup
  const known = await lender.use(setup, async ({before}) => [...before.values()])
  return RECORDED_VERBS.flatMap((verb) =>
    verbCases(verb, ({kind}) =>
      known
        .filter((object) => object.kind === kind && object.apiVersion.includes('fluxcd.io/'))
        .map(({metadata}) => ({namespace: metadata.namespace!, name: metadata.name!})),
    ),
  )
}

/** What the cluster's own controllers write whenever they like. */
const CLUSTERS_OWN = 'apps/v1'

/** `manager operation subresource` of the fields of every object that was written. */
async function managers({server: {kube}, before}: World): Promise<Record<string, string[]>> {
  const written = [...(await takeSnapshot(kube))].filter(
    ([key, {apiVersion, metadata}]) =>
      apiVersion !== CLUSTERS_OWN && before.get(key)?.metadata.resourceVersion !== metadata.resourceVersion,
  )
  return Object.fromEntries(
    written.map(([key, {metadata}]) => [
      key,
      (metadata.managedFields ?? [])
        .map(({manager, operation, subresource, apiVersion}) => [manager, operation, apiVersion, subresource].join(' '))
        .sort(),
    ]),
  )
}

async function outcome(input: CaseInput, run: RunLine) {
  return lender.use(input.setup, async (world) => {
    const {name: _, setup: __, argv: ___, controller: ____, ...answer} = await inTime(record(input, world, run, corpus))
    const changed = answer.objects?.changed?.filter(({apiVersion}) => apiVersion !== CLUSTERS_OWN)
    if (changed?.length === 0) delete (answer.objects as {changed?: unknown}).changed
    if (answer.objects && Object.keys(answer.objects).length === 0) delete (answer as {objects?: unknown}).objects
    return {...answer, ...((await world.untouched()) ? {} : {managers: await managers(world)})}
  })
}

const inTime = <T>(work: Promise<T>) =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => setTimeout(() => reject(new Error('runs for more than 30 s')), 30_000).unref()),
  ])

/** What CNCF's flux answered, one file per file of command lines. */
const recorded = new Map<string, string[]>()

/** Keeps an answer that every run gives alike; long texts of its own stay its own. */
function keep(input: CaseInput, index: number, {managers: _, ...answer}: Awaited<ReturnType<typeof outcome>>): void {
  const [family = '', name] = input.name.split(':')
  const {stdout, stderr} = answer
  // client-go's own log, of which ours has none; what a resolver or a plugin says is not flux's; 124: it was ended from outside
  const logged = /^[EWI]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ .*\n/gm
  const foreign =
    answer.exit === 124 || /lookup \S+ on |^no luck$/m.test(stderr) || (logged.test(stderr) && stderr.includes('\n\t'))
  const unlike = foreign || /\u001b\[|\nUsage:\n|completion for flux|LAST SEEN|context deadline|timed out/.test(stdout + stderr)
  const lines = recorded.get(family) ?? []
  recorded.set(family, lines)
  const {setup, argv, env, stdin, dir} = input
  const entry = {
    ...{name, setup, argv},
    ...(env && {env}),
    ...(stdin !== undefined && {stdin}),
    ...(dir && {dir}),
    ...answer,
    stderr: stderr.replace(logged, ''),
  }
  if (!unlike) lines[index] = `${JSON.stringify(entry)}\n`
}

const wanted = (await inputs()).filter(({name, argv}) => `${name} ${argv.join(' ')}`.includes(values.only))
let [equal, next] = [0, 0]
async function work(): Promise<void> {
  for (let index = next++; index < wanted.length; index = next++) {
    const input = wanted[index]!
    const failed = (error: unknown) => ({failed: String(error)})
    const [a, b] = [await outcome(input, theirs).catch(failed), await outcome(input, ours).catch(failed)]
    const lines = differences(a, b, {shown: values.full ? Number.POSITIVE_INFINITY : 8})
    if (values.record && !('failed' in a)) keep(input, index, a)
    if (lines.length === 0) equal++
    else if (!values.quiet) console.log([`${input.name}: flux ${quoted(input.argv)}`, ...lines].join('\n'))
  }
}
await Promise.all(Array.from({length: server ? 1 : 3}, work))
await lender.close()
await server?.close()
for (const [family, lines] of recorded) {
  mkdirSync(join(root, 'test/corpus/cli-lines'), {recursive: true})
  writeFileSync(join(root, 'test/corpus/cli-lines', `${family}.jsonl`), lines.filter(Boolean).join(''))
}
console.log(`${equal} of ${wanted.length} equal`)
process.exit(equal === wanted.length ? 0 : 1)
