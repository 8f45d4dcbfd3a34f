import {join, resolve} from 'node:path'
import {describe, expect, it} from 'vitest'
import {FAMILIES, replayFamily} from './cli-replay/run-all.js'

const root = resolve(import.meta.dirname, '../..')

describe('recorded command lines of flux 2.9.5', () => {
  it.each(FAMILIES)('%s', {timeout: 120_000}, async (family) => {
    const {results} = await replayFamily(family, {corpus: join(root, 'test/corpus/cli'), root, atOnce: 4})
    expect(results.length).toBeGreaterThan(0)
    const differing = results.filter(({differences}) => differences.length > 0)
    expect(differing.map(({entry, differences}) => `${family}/${entry.name}\n${differences.join('\n')}`)).toEqual([])
  })
})
