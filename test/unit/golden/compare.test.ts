import {describe, expect, it} from 'vitest'
import {sameText, textDiff, unpadded, valueDiff} from '../../golden/cli-replay/compare.js'

describe('recorded text', () => {
  it.each([
    ['at <time>', 'at 2026-11-25T22:16:31.120002104Z', true],
    ['at <time>', 'at noon', false],
    ['at <time>', 'at 2026-11-25T22:16:31Z and more', false],
    ['sha256:<digest>', `sha256:${'0a'.repeat(32)}`, true],
    ['sha256:<digest>', 'sha256:0a', false],
    ['<prompt>', '', true],
    ['<prompt>', '? Are you sure\nhere', true],
    ['E<klog-time-and-pid> memcache.go:265] x', 'E1125 22:37:47.723665   32196 memcache.go:265] x', true],
    ['<name>', 'web', false],
    ['a.c', 'abc', false],
    ['  <private-key>\n', '  -----BEGIN PRIVATE KEY-----\n  AAA=\n  -----END PRIVATE KEY-----\n', true],
  ])('%j %j', (expected, actual, same) => expect(sameText(expected, actual)).toBe(same))

  it('shows lines that differ', () => {
    expect(textDiff('a\nb\nc', 'a\nx\nc')).toBe('  - "b"\n  + "x"')
    expect(textDiff('<time>\nb', '2026-01-01T00:00:00Z\nb\nc')).toBe('  + "c"')
  })

  it('drops blanks before TABs and line ends', () => {
    expect(unpadded('NAME  \tREADY \na     \tb c\t\n')).toBe('NAME\tREADY\na\tb c\t\n')
  })
})

describe('recorded values', () => {
  it('names the path of every difference', () => {
    expect(valueDiff({a: [1, {b: 'x'}], c: null}, {a: [1, {b: 'y'}], d: true}, 'o')).toEqual([
      '  o.a[1].b: recorded "x", now "y"',
      '  o.c: recorded null, now undefined',
      '  o.d: recorded undefined, now true',
    ])
    expect(valueDiff({at: '<time>'}, {at: '2026-01-01T00:00:00Z'})).toEqual([])
  })
})
