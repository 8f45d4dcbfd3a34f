// Plays random sequences with open watches (test/differential/watch-sequences.ts) on a real kube-apiserver and on the embedded
// one, and compares every answer and event. usage: node scripts/run.mjs differential-watches KUBECONFIG [--seed N] [--runs N] [--keep N]
import {bothServers, differences} from '../test/differential/both-servers.js'
import {prepareMachine} from '../test/differential/machine-sequences.js'
import {playWatches} from '../test/differential/watch-play.js'
import {watchSequence} from '../test/differential/watch-sequences.js'

const both = await bothServers('100')
const {real, embedded} = both
await Promise.all([prepareMachine(real), prepareMachine(embedded)])
const stamp = Date.now().toString(36)
let equal = 0
let shown = 0
let answers = 0

async function compare(seed: number): Promise<void> {
  const [expected, got] = await playWatches([real, embedded], watchSequence(seed), `v${stamp}-${seed}`)
  answers += expected.length
  const at = expected.findIndex(({said}, place) => JSON.stringify(said) !== JSON.stringify(got[place]?.said))
  if (at < 0) {
    equal++
    return
  }
  if (shown++ >= both.keep) return
  console.log(`\n--- seed ${seed}, step ${at}`)
  for (const {op, said} of expected.slice(0, at)) console.log(`  ${op.slice(0, 300)} -> ${JSON.stringify(said).slice(0, 40)}`)
  console.log(`  ${expected[at]!.op.slice(0, 600)}`)
  for (const line of differences(expected[at]!.said, got[at]?.said).slice(0, 8)) console.log(`    ${line.slice(0, 700)}`)
}

await both.each(compare, 10)
console.log(`\n${equal} of ${both.runs} sequences equal, ${answers} answers and watches`)
await both.close()
process.exit(equal === both.runs ? 0 : 1)
