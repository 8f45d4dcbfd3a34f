import {describe, expect, it} from 'vitest'
import {find, regexFault} from '../../../../src/lib/formats/regex/regex.js'

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
})
