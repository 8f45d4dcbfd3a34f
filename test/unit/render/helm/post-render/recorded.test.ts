import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {messageOf} from '../../../../../src/lib/errors/flux-error.js'
import {type PostRenderInput, postRenderedText} from './post-rendered-text.js'

interface Recorded extends PostRenderInput {
  readonly name: string
  readonly stdout?: string
  /** in the words of Helm and kustomize */
  readonly fault?: string
}

const recorded = readFileSync(join(import.meta.dirname, '../../../../fixtures/post-render/cases.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded)

/** Refused too, but with other words: kustomize tells what its own printed text has, and the object that it cannot print. */
const OTHER_WORDS: ReadonlySet<string> = new Set([
  ...['nothing as a key', 'a control', 'keys that are no texts without quotes on a folded text'],
])

describe('what helm 4 and kustomize make of manifests', () => {
  it('was recorded', () => {
    expect(recorded.filter(({stdout}) => stdout !== undefined).length).toBeGreaterThan(300)
    expect(recorded.filter(({fault}) => fault !== undefined).length).toBeGreaterThan(100)
  })

  it.each(recorded.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    if (one.stdout !== undefined) return expect(await postRenderedText(one)).toBe(one.stdout)
    const fault = await postRenderedText(one).then(() => undefined, messageOf)
    if (OTHER_WORDS.has(one.name)) expect(fault).toMatch(/^error while running post render on files: /)
    else expect(fault).toBe(one.fault)
  })
})
