import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type ApiServer, startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import type {Target} from '../conformance/case.js'
import {embeddedTarget} from '../conformance/targets.js'
import {askCel, askCosts, askObjects, readLines, type Said} from './ask.js'

const folder = join(import.meta.dirname, '..', 'fixtures', 'validation')
const recorded = (name: string) => readLines(join(folder, `answers-${name}.jsonl`)).map((line) => JSON.parse(line) as Said)

let server: ApiServer
let target: Target
beforeAll(async () => {
  server = await startApiServer({kubelet: false})
  target = embeddedTarget(server, {sleep: async () => {}})
})
afterAll(() => server.close())

function compare(inputs: readonly string[], answers: readonly Said[], wanted: readonly Said[]): void {
  const differing = answers.flatMap((said, at) => {
    const expected = wanted[at]
    return JSON.stringify(said) === JSON.stringify(expected) ? [] : [{input: inputs[at], said, expected}]
  })
  expect(differing).toEqual([])
  expect(answers.length).toBe(wanted.length)
}

/** Recorded from kube-apiserver 1.36.3 by scripts/record-validation.ts. */
describe('answers of kube-apiserver to odd objects', () => {
  for (const name of ['objects', 'more', 'crds']) {
    it(name, async () => {
      const inputs = readLines(join(folder, `${name}.jsonl`))
      compare(inputs, await askObjects(target, inputs), recorded(name))
    })
  }

  it('costs of rules', async () => {
    const inputs = readLines(join(folder, 'cost-rules.txt'))
    const schemas = JSON.parse(readFileSync(join(folder, 'cost-schemas.json'), 'utf8'))
    compare(inputs, await askCosts(target, inputs, schemas), recorded('costs'))
  })

  it('rules', async () => {
    const inputs = readLines(join(folder, 'cel-rules.txt'))
    const schema = JSON.parse(readFileSync(join(folder, 'cel-schema.json'), 'utf8'))
    compare(inputs, await askCel(target, inputs, schema, 0), recorded('cel'))
  })
})
