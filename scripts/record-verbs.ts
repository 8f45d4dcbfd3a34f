// Records what CNCF's flux answers to the command lines of verb-cases.ts: test/corpus/cli-verbs/*.jsonl.
// usage: node scripts/run.mjs record-verbs KUBECONFIG|embedded [VERB...]   needs flux in $FLUX_PEERS/bin; the cluster has
// kube-controller-manager and no objects of Flux
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {record} from '../test/golden/cli-replay/record.js'
import {onCluster, onEmbedded} from '../test/golden/cli-replay/run-all.js'
import {asProcess} from '../test/golden/cli-replay/run-line.js'
import {clusterServer, embeddedServer} from '../test/golden/cli-replay/servers/api-servers.js'
import {RECORDED_VERBS, verbCases} from './verb-cases.js'

const root = join(import.meta.dirname, '..')
const [path = '', ...verbs] = process.argv.slice(2)
const flux = join(process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers'), 'bin/flux')
const run = asProcess(root, [flux])
const corpus = join(root, 'test/corpus/cli')
const server = path === 'embedded' ? undefined : await clusterServer(root, path, readFileSync(path, 'utf8'))
const start = () => embeddedServer(root, {virtual: false})
const lender = server ? await onCluster(server, corpus) : await onEmbedded({corpus, start})
const known = await lender.use(verbCases('get', () => [{namespace: 'x', name: 'x'}])[0]!.setup, async ({before}) => [
  ...before.values(),
])
const objectsOf = ({kind}: {kind: string}) =>
  known
    .filter((object) => object.kind === kind && object.apiVersion.includes('fluxcd.io/'))
    .map(({metadata}) => ({namespace: metadata.namespace!, name: metadata.name!}))
mkdirSync(join(root, 'test/corpus/cli-verbs'), {recursive: true})
for (const verb of verbs.length > 0 ? verbs : RECORDED_VERBS) {
  const inputs = verbCases(verb, objectsOf)
  const lines: string[] = []
  let next = 0
  const work = async () => {
    for (let index = next++; index < inputs.length; index = next++) {
      const input = inputs[index]!
      const entry = await lender.use(input.setup, (world) => record(input, world, run))
      // its own faults, and what depends on the millisecond
      if (/^panic: |client rate limiter|Get ".*": context deadline/m.test(entry.stderr))
        console.log(`left out: ${verb} ${input.name}`)
      else lines[index] = `${JSON.stringify(entry)}\n`
    }
  }
  await Promise.all(Array.from({length: server ? 1 : 3}, work))
  writeFileSync(join(root, 'test/corpus/cli-verbs', `${verb}.jsonl`), lines.filter(Boolean).join(''))
  console.log(`${verb}: ${lines.filter(Boolean).length} command lines`)
}
await lender.close()
await server?.close()
process.exit(0)
