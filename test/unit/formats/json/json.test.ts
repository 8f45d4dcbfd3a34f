import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseJson} from '../../../../src/lib/formats/json/parse.js'
import {printJson} from '../../../../src/lib/formats/json/print.js'
import type {JsonValue} from '../../../../src/lib/formats/json/value.js'

describe('json', () => {
  it.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -9223372036854775808n],
    ['9223372036854775807', 9223372036854775807n],
    ['18446744073709551615', 18446744073709552000],
    ['1e3', 1000],
    ['"9007199254740993"', '9007199254740993'],
  ])('%s', (text, value) => {
    expect(parseJson(text)).toBe(value)
    expect(parseJson(`{"a": [${text}]}`)).toEqual({a: [value]})
  })

  it.each([
    ['[1234567890123456789]', [1234567890123456789n]],
    ['{"a": -9223372036854775808 , "b":1}', {a: -9223372036854775808n, b: 1}],
    ['1234567890123456789', 1234567890123456789n],
    ['{"a":\n1234567890123456789\n}', {a: 1234567890123456789n}],
    ['["x",1234567890123456789]', ['x', 1234567890123456789n]],
    ['{"a":"sha1:1234567890123456789","b":"1234567890123456789"}', {a: 'sha1:1234567890123456789', b: '1234567890123456789'}],
    ['[1234567890123456.5,1234567890123456e1]', [1234567890123456.5, 12345678901234560]],
  ])('reads whole numbers that a double does not hold, wherever they stand: %j', (text, value) => {
    expect(parseJson(text)).toEqual(value)
  })

  it('prints big integers as integers', () => {
    expect(printJson({a: 9007199254740993n, b: [1n], c: {}})).toBe('{"a":9007199254740993,"b":[1],"c":{}}')
    expect(printJson({a: [1n, {b: 2}], c: [], d: undefined} as unknown as JsonValue, 2)).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": 2\n    }\n  ],\n  "c": []\n}',
    )
  })

  it.each(['', '{', '{"a":1,}', '[1 2]', '01', '"\n"', 'nul', '{"n": 12345678901234567890,}', '[12345678901234567890'])(
    '%j is refused',
    (text) => expect(() => parseJson(text)).toThrow(expect.objectContaining({code: 'bad-json'})),
  )

  it.each([
    ['nojson', "invalid JSON: invalid character 'o' in literal null (expecting 'u')"],
    ['', 'invalid JSON: unexpected end of JSON input'],
    ['{"n": 12345678901234567,}', `invalid JSON: invalid character '}' looking for beginning of object key string`],
  ])('tells what is wrong as Go does: %j', (text, words) => {
    expect(() => parseJson(text)).toThrow(words)
  })

  it('a key __proto__ is a key like others', () => {
    const value = parseJson('{"__proto__": {"a": 1}, "n": 12345678901234567}') as object
    expect(Object.keys(value)).toEqual(['__proto__', 'n'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  it('deep nesting is refused, not fatal', () => {
    expect(() => parseJson('[12345678901234567,'.repeat(1) + '['.repeat(200_000))).toThrow(
      expect.objectContaining({code: 'bad-json'}),
    )
  })

  it('what is printed is read back', () => {
    const long = fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n})
    const value = fc.letrec<{value: JsonValue}>((tie) => ({
      value: fc.oneof(
        {maxDepth: 4},
        fc.string({unit: 'binary'}),
        fc.boolean(),
        fc.constant(null),
        fc.double({noNaN: true, noDefaultInfinity: true}).filter((n) => !Object.is(n, -0) && Math.abs(n) < 1e15),
        long.map((n) => (n >= -(2n ** 53n) + 1n && n <= 2n ** 53n - 1n ? Number(n) : n)),
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value')) as fc.Arbitrary<JsonValue>,
      ),
    })).value
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (data, indent) => {
        expect(parseJson(printJson(data, indent))).toEqual(data)
      }),
    )
  })
})
