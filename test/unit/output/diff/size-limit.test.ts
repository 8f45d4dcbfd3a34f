import {describe, expect, it} from 'vitest'
import type {DiffEntry, DiffResult} from '../../../../src/lib/actions/diff/diff-entry.js'
import {renderDiff} from '../../../../src/lib/output/diff/render-diff.js'

const ref = (name: string) => ({apiVersion: 'v1', kind: 'ConfigMap', namespace: 'apps', name})
const map = (name: string, value: string) => ({
  ...{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, namespace: 'apps'}},
  data: {a: value},
})
const drifted = (name: string, value = 'x'): DiffEntry => ({
  ...{action: 'drifted', subject: `ConfigMap/apps/${name}`, ref: ref(name)},
  ...{before: map(name, 'old'), after: map(name, value)},
})
const skipped = (name: string): DiffEntry => ({action: 'skipped', subject: `ConfigMap/apps/${name}`, ref: ref(name)})
const child = (name: string, entries: readonly DiffEntry[]): DiffEntry => ({
  ...{action: 'child', subject: `Kustomization/apps/${name}`, entries},
  ref: {apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', namespace: 'apps', name},
})
const resultOf = (entries: readonly DiffEntry[], errors: readonly string[] = []): DiffResult => ({
  ...{subject: 'Kustomization/apps/web', changed: true, entries, errors},
})
const names = (count: number, name: string) => Array.from({length: count}, (_, at) => `${name}-${at}`)

const MANY = resultOf([
  ...names(1000, 'skip').map(skipped),
  ...names(800, 'drift').map((name) => drifted(name)),
  child('outer', [
    child(
      'inner',
      names(300, 'deep').map((name) => drifted(name)),
    ),
    drifted('near'),
    child('none', []),
  ]),
])

interface Item {
  readonly action: string
  readonly objects?: readonly Item[]
}
const leaves = (items: readonly Item[]): Item[] => items.flatMap((item) => (item.objects?.length ? leaves(item.objects) : [item]))

describe('a report that is longer than a comment may be', () => {
  it.each([
    ['unified', 65_536],
    ['json', 65_536],
    ['github', 65_536],
    ['gitlab', 1_000_000],
  ] as const)('as %s has at most %d characters, and all of them when asked', async (format, most) => {
    const large = resultOf(names(9000, 'drift').map((name) => drifted(name)))
    const text = await renderDiff(format, large, {})
    expect(text.length).toBeLessThanOrEqual(most)
    expect(text.length).toBeGreaterThan(most * 0.9)
    const whole = await renderDiff(format, large, {maxSize: 0})
    expect(whole.length).toBeGreaterThan(1_000_000)
    expect(whole).not.toMatch(/left out/)
    for (const maxSize of [1000, 1500, 5000, 30_000]) {
      for (const result of [large, MANY]) {
        expect((await renderDiff(format, result, {maxSize})).length, String(maxSize)).toBeLessThanOrEqual(maxSize)
      }
    }
  })

  it('is never cut as text', async () => {
    expect(await renderDiff('text', MANY, {maxSize: 1000})).toBe(await renderDiff('text', MANY, {}))
  })

  it('leaves out whole objects of a unified diff, what changes nothing first, and names them in the last line', async () => {
    const text = await renderDiff('unified', resultOf([skipped('a'), drifted('b', 'y'.repeat(5000)), drifted('c')]), {
      maxSize: 1000,
    })
    expect(text).toContain('# ConfigMap/apps/a skipped\n--- live/ConfigMap/apps/c\n+++ build/ConfigMap/apps/c\n')
    expect(text.split('\n').at(-2)).toBe('# one object is left out (--max-size 0 shows all): ConfigMap/apps/b drifted')
    const many = await renderDiff('unified', MANY, {})
    expect(many).toContain('+++ build/ConfigMap/apps/drift-0\n')
    expect(many).toMatch(/\n# \d+ objects are left out \(--max-size 0 shows all\): ConfigMap\S+ \w+, .* and \d+ more\n$/)
  })

  it('stays JSON, counts what is left out, and keeps children around what is in it', async () => {
    const all = JSON.parse(await renderDiff('json', MANY, {maxSize: 0})) as {objects: Item[]; leftOut: number}
    expect(all.leftOut).toBe(0)
    const data = JSON.parse(await renderDiff('json', MANY, {maxSize: 560_000})) as {objects: Item[]; leftOut: number}
    const kept = leaves(data.objects)
    expect(kept.length + data.leftOut).toBe(leaves(all.objects).length)
    expect(kept.filter(({action}) => action === 'drifted')).toHaveLength(1101)
    expect(data.leftOut).toBeGreaterThan(0)
    const errors = names(3000, 'this object could not be compared')
    const failed = await renderDiff('json', resultOf([drifted('a')], errors), {})
    expect(failed.length).toBeLessThanOrEqual(65_536)
    expect(JSON.parse(failed)).toMatchObject({leftOut: 0, objects: [{name: 'a'}]})
    expect((JSON.parse(failed) as {errors: string[]}).errors.at(-1)).toMatch(/^\.\.\. and \d+ more$/)
  })
})
