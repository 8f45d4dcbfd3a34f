// Plays random sequences with open watches (test/differential/watch-sequences.ts) on a real kube-apiserver and on the embedded
// one, and compares every answer and event. usage: node scripts/run.mjs differential-watches KUBECONFIG [--seed N] [--runs N] [--keep N]
import {parseArgs} from 'node:util'
import {startApiServer} from '../src/lib/adapters/apiserver/index.js'
import {embeddedTarget, kubeconfigTarget} from '../test/conformance/targets.js'
import {prepareMachine} from '../test/differential/machine-sequences.js'
import {playWatches, watchSequence} from '../test/differential/watch-sequences.js'

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {seed: {type: 'string', default: '1'}, runs: {type: 'string', default: '100'}, keep: {type: 'string', default: '20'}},
})
const kubeconfig = positionals[0]
if (!kubeconfig) throw new Error('which kubeconfig?')
const real = kubeconfigTarget(kubeconfig)
const server = await startApiServer({controllers: false})
const embedded = embeddedTarget(server, {sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))})
await Promise.all([prepareMachine(real), prepareMachine(embedded)])
const stamp = Date.now().toString(36)
let equal = 0
let shown = 0
let answers = 0

function differences(a: unknown, b: unknown, path = ''): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return []
  const plain = (value: unknown) => typeof value !== 'object' || value === null
  if (plain(a) || plain(b)) return [`${path}: real ${JSON.stringify(a)}\n      ours ${JSON.stringify(b)}`]
  const keys = new Set([...Object.keys(a as object), ...Object.keys(b as object)])
  return [...keys].flatMap((key) => differences((a as never)[key], (b as never)[key], `${path}.${key}`))
}

async function compare(seed: number): Promise<void> {
  const ops = watchSequence(seed)
  const name = `v${stamp}-${seed}`
  const [expected, got] = await Promise.all([playWatches(real, ops, name), playWatches(embedded, ops, name)])
  answers += expected.length
  const at = expected.findIndex(({said}, place) => JSON.stringify(said) !== JSON.stringify(got[place]?.said))
  if (at < 0) {
    equal++
    return
  }
  if (shown++ >= Number(values.keep)) return
  console.log(`\n--- seed ${seed}, step ${at}`)
  for (const {op, said} of expected.slice(0, at)) console.log(`  ${op.slice(0, 300)} -> ${JSON.stringify(said).slice(0, 40)}`)
  console.log(`  ${expected[at]!.op.slice(0, 600)}`)
  for (const line of differences(expected[at]!.said, got[at]?.said).slice(0, 8)) console.log(`    ${line.slice(0, 700)}`)
}

const [first, count] = [Number(values.seed), Number(values.runs)]
let next = first
await Promise.all(
  Array.from({length: 10}, async () => {
    while (next < first + count) await compare(next++)
  }),
)
console.log(`\n${equal} of ${count} sequences equal, ${answers} answers and watches`)
await server.close()
process.exit(equal === count ? 0 : 1)
