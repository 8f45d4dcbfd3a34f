import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {substituteText} from '../../../../src/lib/engines/substitute/substitute-text.js'
import {yamlBytes} from '../../../../src/lib/formats/yaml/reader.js'

interface Case {
  stdin: string
  strict: boolean
  exit: number
  stdout: string
  stderr: string
}

const read = (name: string) =>
  readFileSync(new URL(`../../../fixtures/substitute/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
const [head, ...lines] = read('random.jsonl')
const variables = new Map(Object.entries((JSON.parse(head!) as {env: Record<string, string>}).env))

function run({stdin, strict}: Case): Omit<Case, 'stdin' | 'strict'> {
  try {
    return {exit: 0, stdout: `${substituteText(stdin, variables, strict)}\n`, stderr: ''}
  } catch (error) {
    return {exit: 1, stdout: '', stderr: `✗ ${(error as Error).message}`}
  }
}

// recorded by scripts/record-envsubst.ts
describe('substituteText on random expressions, recorded from flux envsubst', () => {
  const cases = lines.map((line) => JSON.parse(line) as Case)

  it('has the same results and errors', () => {
    const different = cases
      .map((one) => ({one, ours: run(one)}))
      .filter(({one: {stdin: _, strict: __, ...theirs}, ours}) => JSON.stringify(theirs) !== JSON.stringify(ours))
    expect(
      different.map(({one, ours}) => ({
        stdin: one.stdin,
        strict: one.strict,
        theirs: one.stderr || one.stdout,
        ours: ours.stderr || ours.stdout,
      })),
    ).toEqual([])
  })

  it('covers results and errors', () => {
    expect(cases.filter(({exit}) => exit === 0).length).toBeGreaterThan(200)
    expect(cases.filter(({exit}) => exit !== 0).length).toBeGreaterThan(200)
  })

  it('cuts at every offset and length as there, on bytes', () => {
    const [first, ...rest] = read('substrings.jsonl')
    const {env} = JSON.parse(first!) as {env: Record<string, string>}
    const cuts = rest.map((line) => JSON.parse(line) as {stdin: string; hex: string})
    const ours = cuts.map(({stdin}) => {
      const cut = substituteText(stdin, new Map(Object.entries(env)), true)
      return {stdin, hex: yamlBytes(cut).toString('hex')}
    })
    expect(ours).toEqual(cuts)
    expect(cuts.length).toBeGreaterThan(400)
  })
})
