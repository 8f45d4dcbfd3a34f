// Plays random sequences of create, apply, patch, update and delete by several managers on a real kube-apiserver and on the
// embedded one, and compares every answer. Sequences that differ are cut down and printed; --record keeps them (and the first
// --sample others) with the real server's answers as fixtures.
// usage: node scripts/run.mjs differential-ssa KUBECONFIG [--seed N] [--runs N] [--kind NAME] [--record DIR [--sample N]] [--keep N]
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {startApiServer} from '../src/lib/adapters/apiserver/index.js'
import {embeddedTarget, kubeconfigTarget} from '../test/conformance/targets.js'
import {type Outcome, play, prepare, type Sequence, sampleSequences} from '../test/differential/ssa-sequences.js'

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    seed: {type: 'string', default: '1'},
    runs: {type: 'string', default: '200'},
    kind: {type: 'string'},
    record: {type: 'string'},
    keep: {type: 'string', default: '5'},
    sample: {type: 'string', default: '0'},
  },
})
const kubeconfig = positionals[0]
if (!kubeconfig) throw new Error('which kubeconfig?')
const real = kubeconfigTarget(kubeconfig)
const server = await startApiServer({controllers: false})
const embedded = embeddedTarget(server, {sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))})
await Promise.all([prepare(real), prepare(embedded)])

let count = 0
const stamp = Date.now().toString(36)

async function both(sequence: Sequence): Promise<[Outcome[], Outcome[]]> {
  const name = `d${stamp}-${count++}`
  return Promise.all([play(real, sequence, name), play(embedded, sequence, name)])
}

function firstDifference(a: readonly Outcome[], b: readonly Outcome[]): number {
  return a.findIndex((outcome, at) => JSON.stringify(outcome) !== JSON.stringify(b[at]))
}

/** Leaves out whatever the difference does not need. */
async function shrink(sequence: Sequence): Promise<Sequence> {
  let best = sequence
  for (let at = best.ops.length - 1; at >= 0; at--) {
    const shorter = {...best, ops: best.ops.filter((_, index) => index !== at)}
    if (shorter.ops.length === 0) continue
    const [a, b] = await both(shorter)
    if (firstDifference(a, b) >= 0) best = shorter
  }
  return best
}

function differences(a: unknown, b: unknown, path = ''): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return []
  const plain = (value: unknown) => typeof value !== 'object' || value === null
  if (plain(a) || plain(b) || Array.isArray(a) !== Array.isArray(b)) {
    return [`${path}: real ${JSON.stringify(a)}, ours ${JSON.stringify(b)}`]
  }
  const keys = new Set([...Object.keys(a as object), ...Object.keys(b as object)])
  return [...keys].flatMap((key) => differences((a as never)[key], (b as never)[key], `${path}.${key}`))
}

function report(sequence: Sequence, expected: readonly Outcome[], got: readonly Outcome[]): void {
  const at = firstDifference(expected, got)
  console.log(`\n--- ${sequence.kind}`)
  for (const op of sequence.ops.slice(0, at + 1)) {
    console.log(`  ${op.method} ${op.path} ${op.contentType ?? ''}\n    ${JSON.stringify(op.body)}`)
  }
  for (const line of differences(expected[at], got[at]).slice(0, 12)) console.log(`  ! ${line.slice(0, 600)}`)
}

function keep(sequence: Sequence, outcomes: readonly Outcome[], index: number): void {
  if (!values.record) return
  mkdirSync(values.record, {recursive: true})
  const file = join(values.record, `${sequence.kind}-${values.seed}-${index}.json`)
  writeFileSync(file, `${JSON.stringify({sequence, outcomes})}\n`)
}

let differing = 0
const sequences = sampleSequences(Number(values.seed), Number(values.runs), values.kind)
const begun = Date.now()
for (const [index, sequence] of sequences.entries()) {
  const [expected, got] = await both(sequence)
  if (firstDifference(expected, got) < 0) {
    if (index < Number(values.sample)) keep(sequence, expected, index)
    continue
  }
  differing++
  if (differing > Number(values.keep)) continue
  const small = await shrink(sequence)
  const [a, b] = await both(small)
  if (firstDifference(a, b) >= 0) report(small, a, b)
  else report(sequence, expected, got)
  keep(small, a, index)
}
console.log(
  `\n${sequences.length - differing} of ${sequences.length} sequences equal (${Math.round((Date.now() - begun) / 1000)} s)`,
)
await server.close()
process.exit(differing > 0 ? 1 : 0)
