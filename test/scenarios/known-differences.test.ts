import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {loadScenarios} from './format.js'
import {knownDifferences} from './known-differences.js'

describe('known differences', () => {
  it('count on the servers that they name, else everywhere', () => {
    const text = '{"a": "always", "b": {"on": "cluster", "why": "timing"}, "c": {"on": "embedded", "why": "clock"}}'
    expect([...knownDifferences(text, 'cluster')]).toEqual([
      ['a', 'always'],
      ['b', 'timing'],
    ])
    expect([...knownDifferences(text, 'embedded')]).toEqual([
      ['a', 'always'],
      ['c', 'clock'],
    ])
  })

  it('are of recordings that exist', () => {
    const text = readFileSync(join(import.meta.dirname, 'known-differences.json'), 'utf8')
    const names = loadScenarios(join(import.meta.dirname, '../corpus/controllers')).map(({name}) => name)
    for (const on of ['embedded', 'cluster'] as const)
      for (const name of knownDifferences(text, on).keys()) expect(names).toContain(name)
  })
})
