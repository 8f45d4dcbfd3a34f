import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {corpusFault} from '../../golden/cli-replay/cases.js'

const test = join(import.meta.dirname, '../..')

describe('corpusFault', () => {
  it('says what is wrong with a folder that cannot be replayed', () => {
    expect(corpusFault('/nope')).toBe('/nope: no such folder')
    expect(corpusFault(join(test, 'vitest.setup.nope'))).toMatch(/: no such folder$/)
    expect(corpusFault(import.meta.dirname)).toBe(`${import.meta.dirname}: no *.jsonl with recorded command lines`)
    expect(corpusFault(join(test, 'corpus/cli'))).toBeUndefined()
  })
})
