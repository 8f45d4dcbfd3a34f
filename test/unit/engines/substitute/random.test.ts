import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {substituteText} from '../../../../src/lib/engines/substitute/substitute-text.js'

interface Case {
  stdin: string
  strict: boolean
  exit: number
  stdout: string
  stderr: string
}

const [head, ...lines] = readFileSync(new URL('../../../fixtures/substitute/random.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
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
      // Go panics on a negative length; we have an error of our own
      .filter(({stderr}) => !stderr.startsWith('panic'))
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
})
