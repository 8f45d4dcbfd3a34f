import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {type MissingKey, SPRIG} from '../../../../src/lib/engines/gotemplate/index.js'
import {testEngine} from './test-engine.js'

interface Recorded {
  readonly template: string
  readonly values?: Record<string, unknown>
  readonly missing?: MissingKey
  readonly output?: string
  readonly error?: string
}

const folder = join(import.meta.dirname, '../../../fixtures/gotemplate')
const VALUES = JSON.parse(readFileSync(join(folder, 'values.json'), 'utf8')) as Record<string, unknown>
const engine = testEngine(SPRIG)

describe.each(readdirSync(folder).filter((name) => name.endsWith('.jsonl')))('as Go prints it: %s', (name) => {
  const cases = readFileSync(join(folder, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded)

  it.each(cases)('$template', ({template, values, missing = 'zero', output, error}) => {
    const render = () => {
      const set = engine.set(missing)
      set.parse('main', template)
      return set.execute('main', structuredClone({...VALUES, ...values}))
    }
    if (error !== undefined) expect(messageFrom(render)).toBe(error)
    // Go's bytes that are no text were recorded as U+FFFD
    else expect(Buffer.from(render()).toString()).toBe(output)
  })
})

function messageFrom(render: () => string): string {
  try {
    return `no error, but: ${render()}`
  } catch (error) {
    return (error as Error).message
  }
}
