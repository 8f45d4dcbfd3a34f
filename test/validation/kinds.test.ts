import {join} from 'node:path'
import {isDeepStrictEqual} from 'node:util'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type ApiServer, startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import {crds} from '../../src/lib/kinds/crds.js'
import {KINDS} from '../../src/lib/kinds/registry.js'
import {embeddedTarget} from '../conformance/targets.js'
import {askKinds, readLines, type SaidOfKind} from './ask.js'

const folder = join(import.meta.dirname, '..', 'fixtures', 'validation')
const inputs = readLines(join(folder, 'kinds.jsonl'))
const recorded = readLines(join(folder, 'answers-kinds.jsonl')).map((line) => JSON.parse(line) as SaidOfKind)
/** Objects that are answered otherwise, and why; one that has become equal must go. */
const DIFFERENT: readonly (readonly [part: string, why: string])[] = []
const isListed = (line: string) => DIFFERENT.some(([part]) => line.includes(part))
const kindOf = (line: string) => (JSON.parse(line) as {body: {kind: string; apiVersion: string}}).body

const plain = (said: SaidOfKind) => JSON.parse(JSON.stringify(said)) as unknown

let server: ApiServer
beforeAll(async () => {
  server = await startApiServer({kubelet: false})
})
afterAll(() => server.close())

/**
 * Recorded by scripts/record-validation.ts from kube-apiserver 1.36.3 with Flux's own CRDs; here ours are asked. Defaults,
 * pruning, types, patterns, CEL rules and the words of every refusal.
 */
describe("odd objects of Flux's kinds", () => {
  it('are at least eight of every kind and version', () => {
    const counts = new Map<string, number>()
    for (const {apiVersion, kind} of inputs.map(kindOf)) {
      counts.set(`${kind} ${apiVersion}`, (counts.get(`${kind} ${apiVersion}`) ?? 0) + 1)
    }
    expect(new Set(inputs.map((line) => kindOf(line).kind))).toEqual(new Set(KINDS.map((row) => row.kind)))
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(8)
    expect(recorded.length).toBe(inputs.length)
  })

  it('are answered as kube-apiserver does', async () => {
    const target = embeddedTarget(server, {sleep: async () => {}})
    const answers = await askKinds(target, crds(), inputs)
    const differing = answers.flatMap((said, at) =>
      isDeepStrictEqual(plain(said), recorded[at]) ? [] : [{input: inputs[at]!, said, expected: recorded[at]}],
    )
    expect(differing.filter(({input}) => !isListed(input))).toEqual([])
    expect(differing.length, 'something listed is equal now').toBe(DIFFERENT.length)
  })
})
