import {describe, expect, it} from 'vitest'
import {LimitExceeded} from '../../../../src/lib/errors/flux-error.js'
import {parseYaml, parseYamlDocuments} from '../../../../src/lib/formats/yaml/parse.js'
import {yamlText} from '../../../../src/lib/formats/yaml/reader.js'

describe('scalars, as kubectl and as kustomize read them', () => {
  it.each<[source: string, kubernetes: unknown, kustomize: unknown]>([
    ['yes', true, 'yes'],
    ['Off', false, 'Off'],
    ['y', true, 'y'],
    ['N', false, 'N'],
    ['true', true, true],
    ['TRUE', true, true],
    ['tRue', 'tRue', 'tRue'],
    ['~', null, null],
    ['Null', null, null],
    ['0644', 420, 420],
    ['0o644', 420, 420],
    ['0x1F', 31, 31],
    ['0b101', 5, 5],
    ['1_000', 1000, 1000],
    ['1:30', '1:30', '1:30'],
    ['190:20:30', '190:20:30', '190:20:30'],
    ['08', 8, 8],
    ['1e3', 1000, 1000],
    ['1.50', 1.5, 1.5],
    ['.5', 0.5, 0.5],
    ['+12', 12, 12],
    ['-0', 0, 0],
    ['2001-01-01', '2001-01-01', '2001-01-01T00:00:00Z'],
    ['2001-1-1 10:00:00', '2001-1-1 10:00:00', '2001-01-01T10:00:00Z'],
    ['1e400', '1e400', '1e400'],
    ['9007199254740993', 9007199254740993n, 9007199254740993n],
    ['"yes"', 'yes', 'yes'],
    ['!!str 12', '12', '12'],
    ['!!binary aGVsbG8=', 'hello', 'hello'],
    ['=', '=', '='],
  ])('%s', (source, kubernetes, kustomize) => {
    expect(parseYaml(`a: ${source}`)).toEqual({a: kubernetes})
    expect(parseYaml(`a: ${source}`, {dialect: 'kustomize'})).toEqual({a: kustomize})
  })

  it.each(['.inf', '-.INF', '.nan'])('%s has no JSON', (source) =>
    expect(() => parseYaml(`a: ${source}`)).toThrow('json: unsupported value'),
  )

  it('keys are strings', () => expect(parseYaml('1: a\ntrue: b\n')).toEqual({'1': 'a', true: 'b'}))
})

describe('documents', () => {
  it('anchors and merge keys are expanded, nothing is shared', () => {
    const value = parseYaml('a: &a {k: v}\nb: *a\nc:\n  <<: *a\n  l: 1\n') as Record<string, Record<string, unknown>>
    expect(value).toEqual({a: {k: 'v'}, b: {k: 'v'}, c: {k: 'v', l: 1}})
    value.a!.k = 'changed'
    expect(value.b!.k).toBe('v')
  })

  it('empty ones are left out and counted; lines are those of the first content', () => {
    expect(parseYamlDocuments('---\n# nothing\n---\n# a comment\na: 1\n---\n\n---\nb: 2\n')).toEqual([
      {value: {a: 1}, line: 5, index: 1},
      {value: {b: 2}, line: 9, index: 3},
    ])
  })

  it('a second one is refused where one is expected', () => {
    expect(() => parseYaml('a: 1\n---\nb: 2\n', {file: 'x.yaml'})).toThrow('x.yaml:3:1: expected a single document')
  })

  it('of two equal keys the last wins for kubectl, kustomize refuses them', () => {
    expect(parseYaml('a: 1\na: 2\n')).toEqual({a: 2})
    expect(() => parseYaml('a: 1\na: 2\n', {dialect: 'kustomize'})).toThrow('duplicated mapping key')
  })

  it.each([
    ['a: [1\n', /^x\.yaml:\d+:\d+: /],
    ['a:\n\tb: 1\n', /^x\.yaml:2:\d+: /],
    ['a: 1\n b: 2\n', /^x\.yaml:2:\d+: /],
    ['a: *nope\n', /^x\.yaml:1:\d+: /],
    ['"a\n', /^x\.yaml:\d+:\d+: /],
    ['a: !!binary "x y"\n', /^x\.yaml:1:\d+: !!binary value contains invalid base64 data/],
  ])('%j is refused with its place', (text, message) =>
    expect(() => parseYaml(text, {file: 'x.yaml'})).toThrow(
      expect.objectContaining({code: 'bad-yaml', message: expect.stringMatching(message)}),
    ),
  )
})

describe('limits', () => {
  it('length, depth and aliases', () => {
    expect(() => parseYaml('a'.repeat(101), {maxLength: 100, file: 'x'})).toThrow(LimitExceeded)
    expect(() => parseYaml('['.repeat(2000))).toThrow(LimitExceeded)
    const bomb = Array.from({length: 12}, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]\n`).join('')
    expect(() => parseYaml(`l0: &l0 [x]\n${bomb}`)).toThrow(LimitExceeded)
  })

  it('__proto__ is a key like others', () => {
    const value = parseYaml('__proto__: {a: 1}\nb: 2\n') as object
    expect(Object.keys(value)).toEqual(['__proto__', 'b'])
    expect(({} as {a?: number}).a).toBeUndefined()
  })

  it('5 MB of documents are read whole (how fast: npm run bench; a quadratic reader would run into the time limit of tests)', () => {
    const one = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: some-name\n  labels: {app: x}\ndata:\n  key: value\n---\n'
    const text = one.repeat(Math.ceil(5_000_000 / one.length))
    const documents = parseYamlDocuments(text)
    expect(documents).toHaveLength(Math.ceil(5_000_000 / one.length))
    expect(documents.at(-1)).toMatchObject({value: {metadata: {name: 'some-name'}}, line: (documents.length - 1) * 8 + 1})
  })
})

describe('files that PowerShell wrote', () => {
  const utf16 = (text: string, swapped = false) => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
    return yamlText(swapped ? bytes.swap16() : bytes)
  }

  it.each([false, true])('are read in UTF-16, all documents (most significant byte first: %s)', (swapped) => {
    const text = utf16('a: é\r\n---\r\nb: "☸"\r\n', swapped)
    expect(parseYamlDocuments(text).map(({value, line}) => [value, line])).toEqual([
      [{a: 'é'}, 1],
      [{b: '☸'}, 3],
    ])
    expect(parseYaml(utf16('[1, two]'))).toEqual([1, 'two'])
  })

  it('are refused when a half is missing, with the file', () => {
    const half = yamlText(Buffer.from([0xff, 0xfe, 0x61, 0, 0x3a]))
    expect(() => parseYaml(half, {file: 'x.yaml'})).toThrow('x.yaml:1:1: incomplete UTF-16 character')
    const lone = yamlText(Buffer.from([0xff, 0xfe, 0, 0xd8, 0x61, 0]))
    expect(() => parseYaml(lone, {file: 'x.yaml'})).toThrow('x.yaml:1:1: expected low surrogate area')
  })
})
