import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {composeDocuments} from '../../../../src/lib/formats/yaml/go/composer.js'
import type {NodeBuilder} from '../../../../src/lib/formats/yaml/go/node-builder.js'
import {composeSimple} from '../../../../src/lib/formats/yaml/go/simple-blocks.js'

const builder: NodeBuilder<unknown[]> = {
  scalar: (value, tag, style, line) => [value, tag, style, line],
  alias: (name, _, line) => [`*${name}`, line],
  sequence: (tag, flow, line) => [`[${tag}`, flow, line],
  mapping: (tag, flow, line) => [`{${tag}`, flow, line],
  add: (list, item) => void list.push(item),
  pair: (map, key, value) => void map.push(key, value),
  end: (node) => void node.push('end'),
}

/** What the scanner makes of it: asking for comments leaves the short way out. */
function scanned(text: string): unknown {
  try {
    const documents = [...composeDocuments(text, builder, [])]
    return documents.length === 1 ? documents[0] : documents
  } catch (error) {
    return String(error)
  }
}

const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/

/** @returns whether the text was simple */
function same(text: string): boolean {
  if (CONTROL.test(text)) return false
  const simple = composeSimple(text, builder)
  if (simple === undefined) return false
  expect(simple, text).toEqual(scanned(text))
  return true
}

const texts = ['names', 'transforms', 'yaml', 'patches', 'content', 'texts', 'structure'].flatMap((family) =>
  readFileSync(join(import.meta.dirname, '../../../fixtures/kustomize', `${family}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => Object.values((JSON.parse(line) as {files: Record<string, string>}).files)),
)

const PIECES = [
  ...['\n', ' ', '  ', ': ', '- ', '#', ' #', '"', "'", '|', '>', '[', ']', '{', '}', ',', '\n---\n', '...', 'a', 'k: v\n'],
  ...[
    '\n  - x\n',
    '? ',
    '&a ',
    '*a',
    '!!str ',
    '\t',
    '\\',
    '<<: ',
    ':',
    '-',
    '\n\n',
    '|-\n  x\n',
    '"a b": c',
    '%',
    '@',
    '~',
    '---',
  ],
]

describe('the short way through simple texts', () => {
  it('gives what the scanner gives, for most texts of the fixtures', () => {
    const simple = texts.filter(same)
    expect(simple.length / texts.length).toBeGreaterThan(0.7)
  })

  it('gives what the scanner gives, or nothing, for texts with something put in or taken out', () => {
    const small = texts.filter((text) => text.length < 400)
    const edit = fc.tuple(fc.nat(), fc.constantFrom(...PIECES), fc.nat(4))
    fc.assert(
      fc.property(fc.nat(), fc.array(edit, {minLength: 1, maxLength: 3}), (which, edits) => {
        let text = small[which % small.length]!
        for (const [place, piece, cut] of edits) {
          const at = place % (text.length + 1)
          text = text.slice(0, at) + piece + text.slice(at + (cut > 2 ? cut : 0))
        }
        same(text)
      }),
      {numRuns: 3000},
    )
  })

  it.each([
    ['a: b\n  c\n', 'text that goes on in the next line'],
    ['a: &x b\n', 'an anchor'],
    ['a: !t b\n', 'a tag'],
    ['? a\n: b\n', 'a key with a mark'],
    ['a: [b,\n  c]\n', 'a list over two lines'],
    ['a: b\n---\nc: d\n', 'two documents'],
    ['a: b: c\n', 'a fault'],
    ['a:\tb\n', 'a tab'],
    ['a: b\r\n', 'another line break'],
  ])('leaves %j to the scanner: %s', (text) => {
    expect(composeSimple(text, builder)).toBeUndefined()
  })

  it('leaves deep nesting to the scanner', () => {
    expect(composeSimple(`${'- '.repeat(101)}a\n`, builder)).toBeUndefined()
    expect(composeSimple(`a: ${'['.repeat(101)}${']'.repeat(101)}\n`, builder)).toBeUndefined()
    expect(composeSimple(`a: ${'['.repeat(50)}${']'.repeat(50)}\n`, builder)).toBeDefined()
  })
})
