import {describe, expect, it} from 'vitest'
import {checkJson} from '../../../../src/lib/formats/json/go-check.js'

describe('checkJson', () => {
  it('finds repeated fields at any depth, whatever the strings hold', () => {
    expect(checkJson('{"a":1,"b":{"c":1,"c":2},"a":3}').duplicates).toEqual(['b.c', 'a'])
    expect(checkJson('{"a":"x\\":","b":[{"k":1,"k" : 2}]}').duplicates).toEqual(['b[0].k'])
    expect(checkJson('{"\\u0061":1,"a":2}').duplicates).toEqual(['a'])
  })

  it('takes strings that look like fields for what they are', () => {
    for (const text of [
      '{"a":"\\"b\\":","c":"\\\\"}',
      '["a","b"]',
      '{"a" : {"":":"}}',
      '"x"',
      ' {} ',
      '{"__proto__":1}',
      '{"1":1}',
    ]) {
      expect(checkJson(text)).toEqual({error: undefined, duplicates: [], parsed: JSON.parse(text)})
    }
  })

  it('keeps no value of a text that needs a closer look', () => {
    for (const text of ['{"a":1,"a":2}', '{"a":', `${'['.repeat(300)}${']'.repeat(300)}`]) {
      expect(checkJson(text).parsed).toBeUndefined()
    }
  })

  it('words errors as Go does', () => {
    expect(checkJson('{"a":1,}').error).toBe("invalid character '}' looking for beginning of object key string")
    expect(checkJson('{"a":tru}').error).toBe("invalid character '}' in literal true (expecting 'e')")
    expect(checkJson('').error).toBe('unexpected end of JSON input')
  })

  it.each([
    ['{"a":nul', "in literal null (expecting 'l')"],
    ['{"a":-', 'in numeric literal'],
    ['{"a":1.', 'after decimal point in numeric literal'],
    ['{"a":1e+', 'in exponent of numeric literal'],
    ['{"a":"\\u1', 'in \\u hexadecimal character escape'],
    ['{"a":"\\', 'in string escape code'],
  ])('takes the end inside of a token for a blank, as Go does: %s', (text, where) => {
    expect(checkJson(text).error).toBe(`invalid character ' ' ${where}`)
    for (const whole of ['{"a":12', '{"a":"x', '{"a":null']) expect(checkJson(whole).error).toBe('unexpected end of JSON input')
  })

  it('refuses what Go finds too deep, and takes what it does not', () => {
    expect(checkJson(`${'['.repeat(5000)}${']'.repeat(5000)}`).error).toBeUndefined()
    expect(checkJson(`${'['.repeat(10_001)}${']'.repeat(10_001)}`).error).toMatch(/exceeded max depth/)
  })
})
