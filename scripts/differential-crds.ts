// Makes kinds of random schemas and random objects of them (test/differential/crd-pairs.ts) on a real kube-apiserver and on the
// embedded one, and compares every answer. usage: node scripts/run.mjs differential-crds KUBECONFIG [--seed N] [--runs N] [--keep N]
import {parseArgs} from 'node:util'
import {startApiServer} from '../src/lib/adapters/apiserver/index.js'
import {embeddedTarget, kubeconfigTarget} from '../test/conformance/targets.js'
import {pairOf, playPair, type Said, shapeOf} from '../test/differential/crd-pairs.js'

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {seed: {type: 'string', default: '1'}, runs: {type: 'string', default: '100'}, keep: {type: 'string', default: '20'}},
})
const kubeconfig = positionals[0]
if (!kubeconfig) throw new Error('which kubeconfig?')
const real = kubeconfigTarget(kubeconfig)
const server = await startApiServer({controllers: false})
const embedded = embeddedTarget(server, {sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))})
const stamp = Date.now().toString(36).slice(-5)
const codes = new Map<string, number>()
let equal = 0
let shown = 0

function differences(a: unknown, b: unknown, path = ''): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return []
  const plain = (value: unknown) => typeof value !== 'object' || value === null
  if (plain(a) || plain(b)) return [`${path}: real ${JSON.stringify(a)}\n      ours ${JSON.stringify(b)}`]
  const keys = new Set([...Object.keys(a as object), ...Object.keys(b as object)])
  return [...keys].flatMap((key) => differences((a as never)[key], (b as never)[key], `${path}.${key}`))
}

function report(seed: number, [expected, got]: readonly Said[], schema: unknown): void {
  if (shown++ >= Number(values.keep)) return
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

const [first, count] = [Number(values.seed), Number(values.runs)]
let next = first
await Promise.all(
  Array.from({length: 12}, async () => {
    while (next < first + count) await compare(next++)
  }),
)
console.log(
  `\n${equal} of ${count} pairs equal; ${[...codes]
    .sort()
    .map(([key, number]) => `${key}: ${number}`)
    .join(', ')}`,
)
await server.close()
process.exit(equal === count ? 0 : 1)
