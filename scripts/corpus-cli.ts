// Replays recorded flux command lines. usage: npm run test:cli -- [DIR] [--on KUBECONFIG] [--only FAMILY[/NAME]] [--quiet]
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createRedactor} from '../src/lib/errors/redact.js'
import {connect, contextNamespace} from '../src/lib/wiring/connect.js'
import {FAMILIES, loadCases, skipReason} from '../test/golden/cli-replay/cases.js'
import {type ReplayServer, replay} from '../test/golden/cli-replay/replay.js'
import {clusterServer} from '../test/golden/cli-replay/servers.js'

const root = join(import.meta.dirname, '..')
const args = process.argv.slice(2)
const option = (name: string) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : undefined)
const kubeconfig = option('--on')
const only = option('--only')
const quiet = args.includes('--quiet')
const corpus = args.find((word) => !word.startsWith('-')) ?? join(root, 'test/corpus/cli')

const folder = mkdtempSync(join(tmpdir(), 'flux-cli-'))
const server: ReplayServer = await clusterServer(readFileSync(kubeconfig!, 'utf8'), kubeconfig!)
let equal = 0
let total = 0
let skipped = 0
try {
  for (const family of FAMILIES.filter((name) => existsSync(join(corpus, `${name}.jsonl`)))) {
    let equalHere = 0
    let totalHere = 0
    for (const entry of loadCases(corpus, family)) {
      if (only && !`${family}/${entry.name}`.startsWith(only)) continue
      if (skipReason(entry)) {
        skipped++
        continue
      }
      totalHere++
      const options = {corpus, root, folder, connect: (o: never) => connect(o, createRedactor()), contextNamespace}
      const differences = await replay(entry, server, options as never).catch((error: Error) => [`  ${error.stack}`])
      if (differences.length === 0) equalHere++
      else if (!quiet) console.log(`${family}/${entry.name}: flux ${entry.argv.join(' ')}\n${differences.join('\n')}`)
    }
    console.log(`${family}: ${equalHere} of ${totalHere} equal`)
    equal += equalHere
    total += totalHere
  }
  console.log(`${equal} of ${total} equal, ${skipped} not replayed`)
} finally {
  rmSync(folder, {recursive: true, force: true})
}
process.exitCode = equal === total ? 0 : 1
