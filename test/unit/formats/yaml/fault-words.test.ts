import {describe, expect, it} from 'vitest'
import {parseYaml} from '../../../../src/lib/formats/yaml/parse.js'

describe('faults of YAML', () => {
  it.each([
    ['a: b: c', 'f:1:5: mapping values are not allowed in this context'],
    ['a: 1\nb: [1, 2', "did not find expected ',' or ']'"],
    ['a: *x', "f:1:6: unknown anchor 'x' referenced"],
    ['a: @x', 'found character that cannot start any token'],
    ['a: "x', 'found unexpected end of stream'],
    ['a: !!int x', 'cannot decode !!str `x` as a !!int'],
  ])('are told in the words of Go, at their place: %j', (text, words) => {
    expect(() => parseYaml(text, {file: 'f'})).toThrow(words)
    expect(() => parseYaml(text, {file: 'f'})).toThrow(/^f:\d+:\d+: /)
  })
})
