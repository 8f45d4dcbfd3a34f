import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {sameValue} from '../../../../src/lib/formats/json/same-value.js'
import type {JsonObject, JsonValue} from '../../../../src/lib/formats/json/value.js'
import {applyMergePatch, createMergePatch} from '../../../../src/lib/formats/patch/merge-patch.js'

describe('applyMergePatch', () => {
  it.each<[string, JsonValue, JsonValue, JsonValue]>([
    ['set, add and delete', {a: 1, b: 2}, {a: 9, b: null, c: 3}, {a: 9, c: 3}],
    ['delete what is absent', {a: 1}, {z: null}, {a: 1}],
    ['merge deeply', {a: {b: 1, c: 2}}, {a: {c: null, d: 4}}, {a: {b: 1, d: 4}}],
    ['lists are replaced', {a: [1, 2]}, {a: [3]}, {a: [3]}],
    ['nulls in new objects are dropped', {}, {a: {b: null, c: [{d: null, e: 1}, null]}}, {a: {c: [{e: 1}, null]}}],
    ['an object over a scalar', {a: 1}, {a: {b: null}}, {a: {}}],
    ['a list over an object keeps nulls', {a: {b: 1}}, {a: [{c: null}]}, {a: [{c: null}]}],
  ])('%s', (_name, document, patch, expected) => expect(applyMergePatch(document, patch)).toEqual(expected))

  it('returns the same object when nothing changes', () => {
    const document = {a: {b: 1}, c: 'x'}
    expect(applyMergePatch(document, {a: {b: 1}, c: 'x', d: null})).toBe(document)
  })
})

describe('createMergePatch', () => {
  it('names changed and removed keys only', () => {
    expect(createMergePatch({a: 1, b: {c: 1, d: 2}, e: [1]}, {a: 1, b: {c: 1}, e: [2]})).toEqual({b: {d: null}, e: [2]})
    expect(createMergePatch({a: 1}, {a: 1})).toEqual({})
    expect(createMergePatch({a: 1}, {a: undefined})).toEqual({a: null})
  })

  it('leads from old to new for objects without nulls', () => {
    const {tree} = fc.letrec((tie) => ({
      tree: fc.dictionary(
        fc.constantFrom('a', 'b', 'c', '__proto__'),
        fc.oneof({depthSize: 'small'}, fc.integer(), fc.array(fc.integer(), {maxLength: 2}), tie('tree')),
      ),
    }))
    fc.assert(
      fc.property(tree, tree, (old, now) => {
        const patch = createMergePatch(old as JsonObject, now as JsonObject)
        return sameValue(applyMergePatch(old as JsonObject, patch), now as JsonObject)
      }),
      {seed: 7, numRuns: 500},
    )
  })
})
