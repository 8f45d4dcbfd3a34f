// Makes kinds of random schemas and random objects of them (test/differential/crd-pairs.ts) on a real kube-apiserver and on the
// embedded one, and compares every answer. usage: node scripts/run.mjs differential-crds KUBECONFIG [--seed N] [--runs N] [--keep N]
import {bothServers, differences} from '../test/differential/both-servers.js'
import {pairOf, playPair, type Said, shapeOf} from '../test/differential/crd-pairs.js'

const both = await bothServers('100')
const {real, embedded} = both
const stamp = Date.now().toString(36).slice(-5)
const codes = new Map<string, number>()
let equal = 0
let shown = 0

function report(seed: number, [expected, got]: readonly Said[], schema: unknown): void {
  if (shown++ >= both.keep) return
  const {method, path, body} = expected!.op
  const defines = path.includes('customresourcedefinitions')
  console.log(`\n--- seed ${seed}: ${method} ${path} ${defines ? '' : JSON.stringify(body)}\n  schema ${JSON.stringify(schema)}`)
  const lines = differences([expected!.code, expected!.warnings, expected!.body], [got!.code, got!.warnings, got!.body])
  for (const line of lines.filter((text) => !defines || !text.startsWith('.2.message')).slice(0, 6))
    console.log(`    ${line.slice(0, 1200)}`)
}

async function compare(seed: number): Promise<void> {
  const pair = pairOf(seed, `k${stamp}${seed}`)
  const said = await playPair([real, embedded], pair)
  for (const [expected] of said) {
    const {op, code} = expected!
    const key = `${op.method}${op.path.includes('customresourcedefinitions') ? ' definition' : ''} ${code}`
    codes.set(key, (codes.get(key) ?? 0) + 1)
  }
  const last = said.at(-1)!
  const defined = said.findLast(([answer]) => answer!.op.path === pair.define.path)![0]!.op.body
  const {versions} = (defined as unknown as {spec: {versions: {schema: {openAPIV3Schema: unknown}}[]}}).spec
  if (shapeOf(last[0]!) === shapeOf(last[1]!)) equal++
  else report(seed, last, versions[0]!.schema.openAPIV3Schema)
}

await both.each(compare, 12)
console.log(
  `\n${equal} of ${both.runs} pairs equal; ${[...codes]
    .sort()
    .map(([key, number]) => `${key}: ${number}`)
    .join(', ')}`,
)
await both.close()
process.exit(equal === both.runs ? 0 : 1)
