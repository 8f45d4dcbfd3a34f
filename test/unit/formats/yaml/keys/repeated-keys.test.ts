import {describe, expect, it} from 'vitest'
import {repeatedKeys} from '../../../../../src/lib/formats/yaml/keys/repeated-keys.js'
import {parseYamlDocuments} from '../../../../../src/lib/formats/yaml/parse.js'
import {yamlText} from '../../../../../src/lib/formats/yaml/reader.js'

const paths = (text: string) => repeatedKeys(text).map(({line, path}) => `${line} ${path}`)

describe('keys whose map has had them before', () => {
  it('are told by line and path, in maps and lists of both writings, of all documents', () => {
    const text = 'a: {b: 1, b: 2}\nc:\n- d: 1\n- d: 1\n  d: 2\na: 3\n---\n---\n# c\nx: 1\nx: 2\n'
    expect(paths(text)).toEqual(['1 a.b', '5 c[1].d', '6 a', '11 x'])
    expect(paths('{"a":{"b":1},\n"a":{"c":2},"a":3}')).toEqual(['2 a', '2 a'])
  })

  it('are named by their names alone', () => {
    expect(
      paths('data:\n  app.yaml: CANARY\n  "app.yaml": CANARY\n  a/b-c: 1\n  a/b-c: 2\n  "x\\ny": 1\n  "x\\ny": 2\n'),
    ).toEqual(['3 data["app.yaml"]', '5 data.a/b-c', '7 data["x\\ny"]'])
  })

  it.each([
    ['1: a\n"1": b\n0x1: c\n1.0: d\n', ['2 1', '3 1', '4 1']],
    ['yes: 1\ntrue: 2\n"true": 3\n', ['2 true', '3 true']],
    ['a: 1\n? a\n: 2\n!!str a: 3\n', ['2 a', '4 a']],
    ['a: 1\nA: 2\n"a ": 3\n01: 4\n010: 5\n', []],
  ])('are those that are one in JSON: %j', (text, expected) => {
    expect(paths(text)).toEqual(expected)
    const [document] = parseYamlDocuments(text)
    const keys = text.split('\n').filter((line) => line.includes(':')).length
    expect(Object.keys(document!.value as object)).toHaveLength(keys - expected.length)
  })

  it('are none where `<<` brings them, and are told where they stand, not where aliases repeat them', () => {
    expect(paths('x: &a {k: 1}\ny:\n  <<: *a\n  k: 2\nz:\n  k: 3\n  <<: *a\n')).toEqual([])
    expect(paths('x: &a {k: 1, k: 2}\ny: *a\nz:\n  <<: *a\n')).toEqual(['1 x.k'])
  })

  it('are found in texts in UTF-16, with a byte order mark, with Windows line ends', () => {
    expect(paths('a: 1\r\na: 2\r\n')).toEqual(['2 a'])
    expect(paths('\ufeffa: 1\na: 2\n')).toEqual(['2 a'])
    expect(paths(yamlText(Buffer.from('\ufeffa: 1\na: 2\n', 'utf16le')))).toEqual(['2 a'])
  })
})
