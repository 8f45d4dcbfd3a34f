import {describe, expect, it} from 'vitest'
import {refuseMismatch} from '../../../../src/commands/flags/run-flags.js'

const refusal = (flags: {embedded: boolean; source?: string}, ...given: string[]) => {
  try {
    refuseMismatch(flags, new Set(given))
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

describe('refuseMismatch', () => {
  it('refuses what only an embedded API has, and what only a cluster has', () => {
    expect(refusal({embedded: false}, 'rbac')).toBe('--rbac needs --embedded')
    expect(refusal({embedded: true}, 'rbac')).toBeUndefined()
    expect(refusal({embedded: true}, 'take-over')).toMatch(/^--take-over needs a cluster/)
    expect(refusal({embedded: false}, 'take-over')).toBeUndefined()
  })

  it('refuses what says something about a source that is not named', () => {
    expect(refusal({embedded: true}, 'dirty')).toBe('--dirty needs --source')
    expect(refusal({embedded: true, source: '.'}, 'dirty', 'path')).toBeUndefined()
  })
})
