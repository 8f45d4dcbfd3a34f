import {describe, expect, it} from 'vitest'
import {parseJson} from '../../../../src/lib/formats/json/parse.js'
import {sameValue} from '../../../../src/lib/formats/json/same-value.js'

describe('sameValue', () => {
  it('ignores key order and undefined, but not null', () => {
    expect(sameValue({a: 1, b: undefined}, {a: 1})).toBe(true)
    expect(sameValue({a: 1, b: [1, {c: 2}]}, {b: [1, {c: 2}], a: 1})).toBe(true)
    expect(sameValue({a: null}, {})).toBe(false)
    expect(sameValue([1], {0: 1})).toBe(false)
    expect(sameValue([1, 2], [1])).toBe(false)
  })

  it('takes what is inherited for no value', () => {
    expect(sameValue(parseJson('{"__proto__": {}}'), {a: 1})).toBe(false)
    expect(sameValue(parseJson('{"__proto__": {}}'), parseJson('{"__proto__": {}}'))).toBe(true)
  })
})
