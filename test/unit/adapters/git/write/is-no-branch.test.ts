import {describe, expect, it} from 'vitest'
import {isNoBranch} from '../../../../../src/lib/adapters/git/write/is-no-branch.js'

describe('isNoBranch', () => {
  it.each(['main', 'feature/x', 'release-1.2', 'ä', '@', 'a@b', 'a.b', 'v1.x'])('%s is a branch', (name) => {
    expect(isNoBranch(name)).toBe(false)
  })

  it.each([
    '',
    'a b',
    'a..b',
    '-x',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'a.',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[',
    'a\\b',
    'a@{b',
    'a\u0007',
    'a\u007f',
  ])('%j is none', (name) => {
    expect(isNoBranch(name)).toBe(true)
  })
})
