import {describe, expect, it} from 'vitest'
import {Patterns, regexFault} from '../../../../src/lib/formats/regex/regex.js'

const find = (pattern: string, text: string) => new Patterns().find(pattern, text)

describe('RE2 patterns', () => {
  it('finds anywhere unless anchored', () => {
    expect(find('b+', 'abbc')).toBe(true)
    expect(find('^b+$', 'abbc')).toBe(false)
  })

  it('takes what Go takes and nothing else', () => {
    expect(regexFault('^[a-z]{1,3}$')).toBeUndefined()
    expect(regexFault('(?i)abc')).toBeUndefined()
    expect(regexFault('(')).toContain('error parsing regexp')
    expect(regexFault('a(?=b)')).toContain('error parsing regexp')
  })

  it('finds nothing with a broken pattern', () => {
    expect(find('(', '(')).toBe(false)
  })

  it('are compiled once', () => {
    const patterns = new Patterns()
    expect(patterns.compile('a+')).toBe(patterns.compile('a+'))
    expect(() => patterns.compile('(')).toThrow('error parsing regexp')
  })
})
