// Replays recorded flux command lines. usage: npm run test:cli -- [DIR] [--on KUBECONFIG] [--only FAMILY[/NAME]] [--quiet]
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {FAMILIES, replayFamily} from '../test/golden/cli-replay/run-all.js'
import {clusterServer} from '../test/golden/cli-replay/servers.js'

const root = join(import.meta.dirname, '..')
const args = process.argv.slice(2)
const option = (name: string) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : undefined)
const kubeconfig = option('--on')
const only = option('--only') ?? ''
const quiet = args.includes('--quiet')
const corpus = args.find((word) => !word.startsWith('-')) ?? join(root, 'test/corpus/cli')
const cluster = kubeconfig === undefined ? undefined : await clusterServer(kubeconfig, readFileSync(kubeconfig, 'utf8'))

let equal = 0
let total = 0
let left = 0
for (const family of FAMILIES.filter((name) => existsSync(join(corpus, `${name}.jsonl`)))) {
  const wanted = (entry: {name: string}) => `${family}/${entry.name}`.startsWith(only)
  const {results, skipped} = await replayFamily(family, {corpus, root, cluster, only: wanted})
  for (const {entry, differences} of results) {
    if (differences.length > 0 && !quiet)
      console.log(`${family}/${entry.name}: flux ${entry.argv.join(' ')}\n${differences.join('\n')}`)
  }
  const same = results.filter((result) => result.differences.length === 0).length
  if (results.length > 0) console.log(`${family}: ${same} of ${results.length} equal`)
  equal += same
  total += results.length
  left += skipped
}
console.log(`${equal} of ${total} equal, ${left} not replayed`)
process.exit(equal === total ? 0 : 1)
