// Plays random sequences about the machinery around custom resources (test/differential/machine-sequences.ts) on a real
// kube-apiserver and on the embedded one, and compares every answer. usage:
// node scripts/run.mjs differential-machine KUBECONFIG [--seed N] [--runs N] [--keep N]
import {bothServers} from '../test/differential/both-servers.js'
import {machineSequences, playMachine, prepareMachine} from '../test/differential/machine-sequences.js'

const both = await bothServers('200')
const {real, embedded} = both
await Promise.all([prepareMachine(real), prepareMachine(embedded)])
const stamp = Date.now().toString(36)
let differing = 0
const codes = new Map<number, number>()
const all = machineSequences(both.seed, both.runs)
for (const [index, ops] of all.entries()) {
  const name = `m${stamp}-${index}`
  const [expected, got] = await Promise.all([playMachine(real, ops, name), playMachine(embedded, ops, name)])
  for (const {status} of expected) codes.set(status, (codes.get(status) ?? 0) + 1)
  const at = expected.findIndex((outcome, place) => JSON.stringify(outcome) !== JSON.stringify(got[place]))
  if (at < 0) continue
  differing++
  if (differing > both.keep) continue
  console.log(`\n--- sequence ${index}`)
  for (const op of ops.slice(0, at + 1)) console.log(`  ${op.method} ${op.path} ${JSON.stringify(op.body) ?? ''}`)
  console.log(`  real ${JSON.stringify(expected[at])}\n  ours ${JSON.stringify(got[at])}`)
}
console.log(
  `\n${all.length - differing} of ${all.length} sequences equal; answers: ${[...codes].map(([code, count]) => `${count} of ${code}`).join(', ')}`,
)
await both.close()
process.exit(differing === 0 ? 0 : 1)
