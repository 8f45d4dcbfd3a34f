import {describe, expect, it} from 'vitest'
import {goKind} from '../../../../src/lib/formats/json/go-kind.js'
import {mapScalars} from '../../../../src/lib/formats/json/map-scalars.js'
import {mergeMaps} from '../../../../src/lib/formats/json/merge-maps.js'

describe('goKind', () => {
  it.each([
    [null, 'null'],
    [[], 'array'],
    [{}, 'object'],
    [true, 'bool'],
    [1, 'number'],
    [1n, 'number'],
    ['', 'string'],
  ] as const)('%o is a Go %s', (value, kind) => expect(goKind(value as never)).toBe(kind))
})

const hostile = () => JSON.parse('{"__proto__": {"a": 1}, "b": {"c": 2}}')

describe('mergeMaps', () => {
  it('merges maps and replaces everything else; neither side changes', () => {
    const under = {a: {b: 1, c: [1]}, d: 1}
    const over = {a: {c: [2], e: 2}, d: {f: 1}}
    expect(mergeMaps(under, over)).toEqual({a: {b: 1, c: [2], e: 2}, d: {f: 1}})
    expect(under).toEqual({a: {b: 1, c: [1]}, d: 1})
  })

  it('takes __proto__ for a key like any other', () => {
    const merged = mergeMaps({}, hostile())
    expect(Object.keys(merged)).toEqual(['__proto__', 'b'])
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype)
  })
})

describe('mapScalars', () => {
  it('copies deeply and changes scalars alone', () => {
    const value = {a: [1n, {b: 2n}], c: undefined, d: null}
    expect(mapScalars(value, (scalar) => (typeof scalar === 'bigint' ? Number(scalar) : scalar))).toEqual({
      a: [1, {b: 2}],
      d: null,
    })
    expect(Object.keys(mapScalars(hostile(), (scalar) => scalar) as object)).toEqual(['__proto__', 'b'])
  })
})
