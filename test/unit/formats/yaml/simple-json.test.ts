import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {seededRandom} from '../../../../src/lib/adapters/system/random.js'
import {parseYamlDocuments} from '../../../../src/lib/formats/yaml/parse.js'
import {readSimpleYaml} from '../../../../src/lib/formats/yaml/simple-json.js'

/** Every YAML text of the recorded charts and of what they render, document by document. */
function recorded(): string[] {
  const folder = join(import.meta.dirname, '../../../fixtures/helm')
  const cases = readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as {stdout?: string; files?: Record<string, string>})
  return cases.flatMap(({stdout = '', files = {}}) => [...stdout.split(/^---$/m), ...Object.values(files)])
}

const full = (text: string) => {
  try {
    const documents = parseYamlDocuments(text)
    return documents.length === 1 ? documents[0]!.value : undefined
  } catch {
    return undefined
  }
}

const ROUNDS = Number(process.env.ROUNDS ?? 2000)
const PIECES = [
  ' ',
  '  ',
  '\n',
  '\n  ',
  ':',
  ': ',
  '- ',
  '-',
  '#',
  ' #',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  ',',
  '|',
  '>',
  '|-\n',
  '?',
  '? ',
  '*',
  '&a ',
]
PIECES.push('!', '!!str ', '%', '@', '`', '\t', '~', '0', '1e3', '---\n', '...\n', '<<: ', '\\', '\u00e9', '\u2028', '')

describe('readSimpleYaml', () => {
  it('reads what it reads as the whole reader does, and most of what there is', () => {
    const texts = recorded().filter((text) => full(text) !== undefined)
    const read = texts.filter((text) => readSimpleYaml(text) !== undefined)
    expect(read.length / texts.length).toBeGreaterThan(0.6)
    for (const text of read) expect(readSimpleYaml(text), text).toEqual(full(text))
  })

  it('never reads what the whole reader refuses, or reads otherwise', () => {
    const random = seededRandom(7)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random.float() * list.length)]!
    const texts = recorded().filter((text) => text.length > 20 && text.length < 600)
    for (let round = 0; round < ROUNDS; round++) {
      let text = pick(texts)
      for (let change = 0; change < 1 + random.float() * 3; change++) {
        const at = Math.floor(random.float() * text.length)
        text = text.slice(0, at) + pick(PIECES) + text.slice(at + Math.floor(random.float() * 3))
      }
      const found = readSimpleYaml(text)
      if (found !== undefined) expect(found, text).toEqual(full(text))
    }
  })

  it.each([
    'a: 1\nb: [x, "y", {c: d}]\n',
    'a: |\n  text\n   more\nb: >-\n  folded\n  text\n',
    '- 0x10: yes\n  15: no\n  true: ~\n',
    'a: 1\na: 2\n',
    '__proto__: {a: 1}\n',
    'n: 123456789012345678901234567890\nm: 9007199254740993\no: 0o17\np: 017\nq: 1e3\nr: .5\n',
    '# c\n---\n# c\na: b # c\n',
    "\"a b\": 'it''s'\n",
    'a: "it\\\'s"\n',
  ])('%j', (text) => {
    expect(readSimpleYaml(text)).toEqual(full(text))
    expect(readSimpleYaml(text)).toBeDefined()
  })

  it.each([
    'a: *b\n',
    'a: {<<: x}\n',
    '<<: {a: 1}\n',
    '1.50: a\n',
    '{null: a}\n',
    'a: .nan\n',
    'a: 1\n---\nb: 2\n',
    'a: {{ x }}\n',
    'a: b: c\n',
    'a: "\u0001"\n',
    'a: \u0007\n',
    '',
    '# nothing\n',
    'a: "\ud800"\n',
  ])('leaves %j to the whole reader', (text) => {
    expect(readSimpleYaml(text)).toBeUndefined()
  })
})
