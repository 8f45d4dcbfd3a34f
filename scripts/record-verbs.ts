// Records what CNCF's flux answers to the command lines of verb-cases.ts: test/corpus/cli-verbs/*.jsonl.
// usage: node scripts/run.mjs record-verbs KUBECONFIG [VERB...]   a kube-apiserver with controller-manager and without Flux's
// objects; needs flux in $FLUX_PEERS/bin
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {record} from '../test/golden/cli-replay/record.js'
import {onCluster} from '../test/golden/cli-replay/run-all.js'
import {asProcess} from '../test/golden/cli-replay/run-line.js'
import {clusterServer} from '../test/golden/cli-replay/servers/api-servers.js'
import {RECORDED_VERBS, verbCases} from './verb-cases.js'

const root = join(import.meta.dirname, '..')
const [path = '', ...verbs] = process.argv.slice(2)
const flux = join(process.env['FLUX_PEERS'] ?? join(homedir(), '.cache/flux-peers'), 'bin/flux')
const run = asProcess(root, [flux])
const server = await clusterServer(root, path, readFileSync(path, 'utf8'))
const lender = await onCluster(server, join(root, 'test/corpus/cli'))
const known = await lender.use(verbCases('get', () => [{namespace: 'x', name: 'x'}])[0]!.setup, async ({before}) => [
  ...before.values(),
])
const objectsOf = ({kind}: {kind: string}) =>
  known
    .filter((object) => object.kind === kind && object.apiVersion.includes('fluxcd.io/'))
    .map(({metadata}) => ({namespace: metadata.namespace!, name: metadata.name!}))
mkdirSync(join(root, 'test/corpus/cli-verbs'), {recursive: true})
for (const verb of verbs.length > 0 ? verbs : RECORDED_VERBS) {
  const lines: string[] = []
  for (const input of verbCases(verb, objectsOf)) {
    const entry = await lender.use(input.setup, (world) => record(input, world, run))
    lines.push(`${JSON.stringify(entry)}\n`)
  }
  writeFileSync(join(root, 'test/corpus/cli-verbs', `${verb}.jsonl`), lines.join(''))
  console.log(`${verb}: ${lines.length} command lines`)
}
await lender.close()
await server.close()
process.exit(0)
