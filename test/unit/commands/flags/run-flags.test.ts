import {describe, expect, it} from 'vitest'
import {loginFlags, refuseMismatch} from '../../../../src/commands/flags/run-flags.js'

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

  it('refuses a login without a repository to log in to, and one of two kinds', () => {
    expect(refusal({embedded: true}, 'username')).toBe('--username needs --source')
    expect(refusal({embedded: true, source: '.'}, 'secret-ref')).toMatch(/^--secret-ref needs a URL as --source/)
    expect(refusal({embedded: true, source: 'ssh://h/r'}, 'private-key-file', 'password')).toBeUndefined()
    expect(refusal({embedded: true, source: 'https://h/r'}, 'secret-ref', 'password')).toMatch(/--password would write another/)
  })
})

describe('loginFlags', () => {
  it('takes GIT_PASSWORD only beside a user or a key', () => {
    const env = {GIT_PASSWORD: 'hush'}
    expect(loginFlags({}, env).password).toBeUndefined()
    expect(loginFlags({username: 'me'}, env)).toMatchObject({username: 'me', password: 'hush'})
    expect(loginFlags({'private-key-file': 'k'}, env).password).toBe('hush')
    expect(loginFlags({username: 'me', password: 'mine'}, env).password).toBe('mine')
  })
})
