import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {ourSchemas} from '../../../../src/lib/actions/migrate/fields/unknown-fields.js'
import {migrateText} from '../../../../src/lib/actions/migrate/migrate-text.js'
import {targetsOf} from '../../../../src/lib/actions/migrate/targets.js'
import type {JsonObject, JsonValue} from '../../../../src/lib/formats/json/value.js'
import {parseYamlDocuments} from '../../../../src/lib/formats/yaml/parse.js'

const schemas = ourSchemas()
const migrate = (text: string) => migrateText(text, targetsOf(undefined), schemas)
const parsed = (text: string) => parseYamlDocuments(text).map(({value}) => value as {kind: string; spec: JsonObject})

/** `#` stands for a comment that may be there, `~` for a line of its own that may be one. */
const LISTS = {
  patchesStrategicMerge: [
    '',
    ' []',
    ' [{kind: A}]',
    '\n~  - kind: A#\n~    n:#\n',
    '\n  - |#\n    kind: A\n\n~  -#\n    kind: B\n    t: |+\n      b\n\n',
  ],
  patchesJson6902: [
    ...['', ' []', ' [#\n    ]', '\n  - {target: {kind: A}, patch: [{op: add}]}#\n'],
    '\n~    - target: {kind: A}#\n~      patch:#\n~      - op: add\n        value: |\n          b\n',
    '\n  -   patch: >-\n        one\n      target:#\n        kind: A#\n',
  ],
  patches: [
    '',
    ' []',
    ' [{patch: "x: 1"}]',
    '\n~    - patch: |\n        x: 1\n',
    '\n  - patch: |+\n      x: 1\n    target: {kind: A}#\n',
  ],
  images: [' []', '\n  - name: a#\n'],
}
const METADATA = [
  '',
  ' ~',
  ' {}',
  ' {env: a}',
  '\n~    env: a#\n',
  '\n    summary: old#\n    env: |\n      a\n',
  '\n    summary:#\n',
]
const SUMMARIES = ['', ' it', ' "a: b"', ' a\n    b', ' |\n    it\n', ' |+ #\n    it\n\n', '#\n    it']
const KEYS = {
  Kustomization: LISTS,
  Alert: {summary: SUMMARIES, eventMetadata: METADATA, providerRef: [' {name: p}', '\n    name: p#\n']},
}
const GROUPS = {Kustomization: 'kustomize', Alert: 'notification'}

const document = fc.constantFrom<keyof typeof KEYS>('Kustomization', 'Alert').chain((kind) => {
  const pairs = Object.entries(KEYS[kind]).map(([key, values]) =>
    fc.constantFrom(...values).map((value) => `~  ${key}:${value.endsWith('\n') ? value : `${value}#\n`}`),
  )
  const head = `apiVersion: ${GROUPS[kind]}.toolkit.fluxcd.io/v1beta1#\nkind: ${kind}\nmetadata: {name: a}\nspec:\n`
  return fc
    .tuple(...pairs)
    .chain((all) => fc.shuffledSubarray(all, {minLength: 1}))
    .map((some) => head + some.join(''))
})

/** A text with numbered comments in some of its places. */
const text = fc
  .record({
    documents: fc.array(document, {minLength: 1, maxLength: 2}),
    places: fc.infiniteStream(fc.nat({max: 3})),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    isOpen: fc.boolean(),
  })
  .map(({documents, places, lineEnd, isOpen}) => {
    let count = 0
    const comment = () => `# c${++count}.`
    const filled = documents
      .join('---\n')
      .replace(/ ?#|~( *)/g, (place, margin) =>
        places.next().value !== 0 ? (margin ?? '') : place.includes('#') ? ` ${comment()}` : `${margin}${comment()}\n${margin}`,
      )
    return (isOpen ? filled.replace(/\n$/, '') : filled).replaceAll('\n', lineEnd)
  })

/** What the object is to Flux: old fields in their new place, patches as what their texts say. */
function meaning({kind, spec}: {kind: string; spec: JsonObject}): JsonValue {
  const {summary, eventMetadata, patchesStrategicMerge, patchesJson6902, patches, ...rest} = spec as Record<string, never>
  if (kind === 'Alert') return {...rest, eventMetadata: {...(eventMetadata ?? {}), ...(summary ? {summary} : {})}}
  const list = (value: unknown) => (value ?? []) as JsonObject[]
  const read = (patch: unknown) => (typeof patch === 'string' ? (parsed(patch)[0] as never) : patch)
  const all = [...list(patchesStrategicMerge).map((patch) => ({patch})), ...list(patches), ...list(patchesJson6902)]
  return {...rest, patches: all.map((item) => ({...item, patch: read(item.patch)})) as JsonValue}
}

describe('random documents with all rules in them', () => {
  it('keep what they mean, every comment and their last line; a second run changes nothing', () => {
    fc.assert(
      fc.property(text, (before) => {
        const now = migrate(before).text ?? before
        expect(parsed(now).map(meaning)).toEqual(parsed(before).map(meaning))
        expect(now.match(/# c\d+\./g)?.toSorted()).toEqual(before.match(/# c\d+\./g)?.toSorted())
        expect(/\r\n/.test(now)).toBe(/\r\n/.test(before))
        if (before.endsWith('\n')) expect(now).toMatch(/\n$/)
        // a text of several lines that stands last now keeps its line feed
        else if (now.endsWith('\n')) expect(parsed(now.replace(/\r?\n$/, ''))).not.toEqual(parsed(now))
        expect(migrate(now).text).toBeUndefined()
      }),
      {numRuns: 300, seed: 1},
    )
  })
})
