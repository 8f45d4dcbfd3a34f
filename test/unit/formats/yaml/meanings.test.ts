import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {parseJson} from '../../../../src/lib/formats/json/parse.js'
import {printJson} from '../../../../src/lib/formats/json/print.js'
import {parseYamlDocuments} from '../../../../src/lib/formats/yaml/parse.js'
import type {YamlDialect} from '../../../../src/lib/formats/yaml/scalar.js'

interface Outcome {
  readonly value?: string
  readonly refused?: string
}

type Line = {readonly text: string} & {readonly [dialect in YamlDialect]?: Outcome}

/** As go-yaml 2 and 3 read them (scripts/record-yaml.ts): tags, merges, keys, blocks, anchors, marks of documents. */
const lines = readFileSync(join(import.meta.dirname, '../../../fixtures/yaml/meanings.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Line)

function ours(text: string, dialect: YamlDialect): unknown {
  try {
    // as JSON and back: so are theirs
    return parseJson(printJson(parseYamlDocuments(text, {dialect})[0]?.value ?? null))
  } catch (error) {
    return `refused: ${(error as Error).message}`
  }
}

function theirs({value}: Outcome): unknown {
  return value === undefined ? expect.stringMatching(/^refused: /) : parseJson(value)
}

describe.each(['kubernetes', 'kustomize'] as const)('texts as go-yaml reads them: %s', (dialect) => {
  it('all are equal', () => {
    const known = lines.filter((line) => line[dialect] !== undefined)
    expect(known.length).toBeGreaterThan(270)
    for (const line of known) expect(ours(line.text, dialect), line.text).toEqual(theirs(line[dialect]!))
  })
})
