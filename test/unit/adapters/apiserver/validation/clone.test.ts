import {describe, expect, it} from 'vitest'
import {clone, shared} from '../../../../../src/lib/adapters/apiserver/validation/clone.js'
import {freezeDeep} from '../../../../../src/lib/formats/json/freeze.js'

const object = freezeDeep({a: {b: [1, {c: 2}], d: {}}, e: {f: null}})

describe('shared', () => {
  it('gives the original back when nothing changed', () => {
    expect(shared(clone(object), object)).toBe(object)
  })

  it('keeps what changed and shares the rest', () => {
    const copy = clone(object) as {a: {b: unknown[]}; e: {f: unknown}}
    copy.a.b[0] = 3
    const out = shared(copy, object)
    expect(out).toEqual({a: {b: [3, {c: 2}], d: {}}, e: {f: null}})
    expect(out.a.b[1]).toBe(object.a.b[1])
    expect(out.e).toBe(object.e)
  })

  it('sees keys that went or came, and empty for null', () => {
    const copy = clone(object) as unknown as {a: {d?: unknown; x?: unknown}; e: {f: unknown}}
    delete copy.a.d
    copy.a.x = undefined
    copy.e.f = []
    expect(shared(copy, object)).toEqual({a: {b: [1, {c: 2}], x: undefined}, e: {f: []}})
  })

  it('leaves frozen parts that a rule put in', () => {
    const copy = clone(object) as {a: unknown}
    copy.a = freezeDeep({b: [1, {c: 2}], d: {}})
    expect(shared(copy, object)).toEqual(object)
  })
})
