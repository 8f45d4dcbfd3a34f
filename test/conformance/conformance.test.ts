import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type ApiServer, startApiServer} from '../../src/lib/adapters/apiserver/index.js'
import type {Target} from './case.js'
import {loadCorpus} from './corpus.js'
import {runCase} from './run-case.js'
import {embeddedTarget} from './targets.js'

const corpus = join(import.meta.dirname, '..', 'corpus', 'api')
/** family/case -> why it differs from kube-apiserver */
const known = JSON.parse(readFileSync(join(import.meta.dirname, 'known-differences.json'), 'utf8')) as Record<string, string>

describe('the embedded API answers as kube-apiserver was recorded', () => {
  let server: ApiServer
  let target: Target

  beforeAll(async () => {
    server = await startApiServer({kubelet: false})
    target = embeddedTarget(server, {sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))})
  })
  afterAll(() => server.close())

  for (const family of loadCorpus(corpus)) {
    describe(family.name, () => {
      for (const [index, recorded] of family.cases.entries()) {
        const id = `${family.name}/${recorded.name}`
        it(`${recorded.name}: ${recorded.about}`, async () => {
          const {faults} = await runCase(target, recorded, `t-${family.name.slice(0, 4)}${index}`)
          // a listed case that passes must leave the list
          if (known[id] !== undefined) expect(faults, `${id} is equal now: take it out of known-differences.json`).not.toEqual([])
          else expect(faults).toEqual([])
        })
      }
    })
  }

  it('every known difference names a recorded case', () => {
    const names = new Set(
      loadCorpus(corpus).flatMap((family) => family.cases.map((recorded) => `${family.name}/${recorded.name}`)),
    )
    expect(Object.keys(known).filter((id) => !names.has(id))).toEqual([])
  })
})
