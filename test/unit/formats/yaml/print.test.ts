import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {JsonValue} from '../../../../src/lib/formats/json/value.js'
import {parseYaml} from '../../../../src/lib/formats/yaml/parse.js'
import {printYaml} from '../../../../src/lib/formats/yaml/print.js'

describe('printYaml', () => {
  it('sorts keys as go-yaml does', () => {
    expect(printYaml({b: 1, a10: 1, a9: 1, A: 1, 'a-b': 1, _: 1})).toBe('_: 1\nA: 1\na-b: 1\na9: 1\na10: 1\nb: 1\n')
  })

  it('does not indent lists below their key', () => {
    expect(printYaml({a: [1, {b: 2, c: [3]}, [4, 5], [], {}]})).toBe('a:\n- 1\n- b: 2\n  c:\n  - 3\n- - 4\n  - 5\n- []\n- {}\n')
  })

  it.each<[value: JsonValue, text: string]>([
    ['plain text', 'plain text'],
    ['', '""'],
    ['yes', '"yes"'],
    ['n', '"n"'],
    ['true', '"true"'],
    ['null', '"null"'],
    ['~', '"~"'],
    ['12', '"12"'],
    ['0644', '"0644"'],
    ['1_0', '"1_0"'],
    ['1:30', '"1:30"'],
    ['1e3', '"1e3"'],
    ['2001-01-01', '"2001-01-01"'],
    ['a: b', "'a: b'"],
    ['a #b', "'a #b'"],
    ['#b', "'#b'"],
    ['- a', "'- a'"],
    ['*a', "'*a'"],
    ["it's", "it's"],
    ["'a'", "'''a'''"],
    [' a', "' a'"],
    ['a\tb', '"a\\tb"'],
    ['a\nb', '|-\n  a\n  b'],
    ['a\nb\n', '|\n  a\n  b'],
    ['a\n\n', '|+\n  a\n'],
    [' a\nb', '|2-\n   a\n  b'],
    ['a \nb', '"a \\nb"'],
    ['é😀', '"é\\U0001F600"'],
    [1.5, '1.5'],
    [1e21, '1e+21'],
    [9007199254740993n, '9007199254740993'],
    [null, 'null'],
    [false, 'false'],
  ])('%s', (value, text) => expect(printYaml({k: value})).toBe(`k: ${text}\n`))

  it('folds long plain text after column 80, or never', () => {
    const text = `${'word '.repeat(30)}end`
    expect(printYaml({k: text}).split('\n')).toHaveLength(3)
    expect(printYaml({k: text}, {width: Number.POSITIVE_INFINITY})).toBe(`k: ${text}\n`)
  })

  it('what is printed is read back', () => {
    const words = fc.constantFrom('yes', 'NO', '~', '1_0', '0o7', '1:2', '2001-1-1', '=', '-', '? a', 'a:', '.', '---', '|')
    // go-yaml writes a key << without quotes, and nobody reads it back
    const text = fc.oneof(words, fc.string({unit: 'grapheme'}), fc.lorem({mode: 'sentences', maxCount: 3}))
    const value = fc.letrec<{value: JsonValue}>((tie) => ({
      value: fc.oneof(
        {maxDepth: 4},
        text,
        fc.boolean(),
        fc.constant(null),
        fc.integer(),
        fc.array(tie('value'), {maxLength: 4}),
        fc.dictionary(text, tie('value'), {maxKeys: 4, noNullPrototype: true}) as fc.Arbitrary<JsonValue>,
      ),
    })).value
    fc.assert(
      fc.property(value, fc.constantFrom(80, Number.POSITIVE_INFINITY), (data, width) => {
        expect(parseYaml(printYaml({data}, {width}))).toEqual({data})
      }),
      {numRuns: 300},
    )
  })
})
