// Replays recorded API sequences (test/corpus/api/README.md) and compares every answer.
// usage: npm run test:conformance -- [DIR] [--on embedded|https|KUBECONFIG] [--case NAME]... [--family NAME] [--verbose] [--names]
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {startApiServer} from '../src/lib/adapters/apiserver/index.js'
import type {Target} from '../test/conformance/case.js'
import {loadCorpus, runFamily} from '../test/conformance/corpus.js'
import {missingControllers} from '../test/conformance/probe.js'
import {embeddedTarget, httpsTarget, kubeconfigTarget} from '../test/conformance/targets.js'

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    on: {type: 'string', default: 'embedded'},
    case: {type: 'string', multiple: true},
    family: {type: 'string', multiple: true},
    verbose: {type: 'boolean', default: false},
    names: {type: 'boolean', default: false},
  },
})
const folder = positionals[0] ?? join(import.meta.dirname, '..', 'test', 'corpus', 'api')
const prefix = `c${Math.floor(Math.random() * 36 ** 4).toString(36)}`
const FAULTS_SHOWN = values.verbose ? Number.POSITIVE_INFINITY : 6

async function openTarget(): Promise<{target: Target; close(): Promise<void>}> {
  if (values.on !== 'embedded' && values.on !== 'https') {
    return {target: await probed(values.on, kubeconfigTarget(values.on)), close: async () => {}}
  }
  const server = await startApiServer({kubelet: false})
  const close = () => server.close()
  if (values.on === 'embedded') {
    return {target: embeddedTarget(server, {sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))}), close}
  }
  const address = await server.listen()
  const options = {needsSleep: false, hasControllers: true, patienceMs: 5000}
  return {target: httpsTarget(address.kubeconfig, options), close}
}

/** Without controllers every case would wait in vain, so the target says that there are none. */
async function probed(kubeconfig: string, target: Target): Promise<Target> {
  const missing = await missingControllers(target, `${prefix}probe`)
  if (missing.length === 0) return target
  console.error(`${kubeconfig}: no controllers run here (${missing.join(', ')}): cases that need them are skipped`)
  return {...target, hasControllers: false}
}

/** Where the replay is, on one line of a terminal; elsewhere a line for every tenth case. */
function progress(family: string, number: number, of: number, name: string): void {
  const {isTTY} = process.stderr
  if (isTTY) process.stderr.write(`\r\u001b[K${family} ${number}/${of} ${name}${number === of ? '\r\u001b[K' : ''}`)
  else if (number % 10 === 1) process.stderr.write(`${family} ${number}/${of}\n`)
}

const {target, close} = await openTarget()
const only = values.case ? (name: string) => values.case!.includes(name) : undefined
let equal = 0
let total = 0
const summary: string[] = []
for (const family of loadCorpus(folder)) {
  if (values.family && !values.family.includes(family.name)) continue
  const begin = (number: number, of: number, name: string) => progress(family.name, number, of, name)
  const results = await runFamily(target, family, prefix, {only, begin})
  const ran = results.filter((result) => !result.skipped)
  const good = ran.filter((result) => result.faults.length === 0)
  for (const result of ran) {
    if (values.names) console.log(`${result.faults.length === 0 ? 'equal' : 'DIFFERS'} ${family.name}/${result.name}`)
    if (result.faults.length === 0 || values.names) continue
    console.log(`\n${family.name}/${result.name}`)
    for (const {step, faults} of result.faults) {
      console.log(`  ${step}`)
      for (const fault of faults.slice(0, FAULTS_SHOWN)) console.log(`    ${fault}`)
      if (faults.length > FAULTS_SHOWN) console.log(`    ... ${faults.length - FAULTS_SHOWN} more`)
    }
  }
  equal += good.length
  total += ran.length
  const skipped = results.length - ran.length
  if (results.length > 0)
    summary.push(
      `${family.name.padEnd(12)} ${good.length} of ${ran.length} equal${skipped > 0 ? `, ${skipped} skipped (no controllers)` : ''}`,
    )
}
console.log(`\n${summary.join('\n')}\n${equal} of ${total} equal`)
await close()
process.exit(equal === total ? 0 : 1)
