import {describe, expect, it} from 'vitest'
import type {JsonValue} from '../../../../src/lib/formats/json/value.js'
import {applyJsonPatch} from '../../../../src/lib/formats/patch/json-patch.js'

function freezeDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value)
    for (const child of Object.values(value)) freezeDeep(child)
  }
  return value
}

const document = freezeDeep({a: {b: 1, 'x/y': 2, 'm~n': 3}, list: ['p', 'q'], nothing: null}) as JsonValue
const apply = (...patch: JsonValue[]) => applyJsonPatch(document, patch)

describe('applyJsonPatch', () => {
  it.each<[string, JsonValue[], JsonValue]>([
    ['add a key', [{op: 'add', path: '/a/c', value: 2}], {a: {b: 1, 'x/y': 2, 'm~n': 3, c: 2}, list: ['p', 'q'], nothing: null}],
    ['append', [{op: 'add', path: '/list/-', value: 'r'}], {a: {b: 1, 'x/y': 2, 'm~n': 3}, list: ['p', 'q', 'r'], nothing: null}],
    ['insert', [{op: 'add', path: '/list/1', value: 'r'}], {a: {b: 1, 'x/y': 2, 'm~n': 3}, list: ['p', 'r', 'q'], nothing: null}],
    ['negative index', [{op: 'remove', path: '/list/-1'}], {a: {b: 1, 'x/y': 2, 'm~n': 3}, list: ['p'], nothing: null}],
    [
      'escapes',
      [
        {op: 'remove', path: '/a/x~1y'},
        {op: 'remove', path: '/a/m~0n'},
      ],
      {a: {b: 1}, list: ['p', 'q'], nothing: null},
    ],
    ['replace of an absent key', [{op: 'replace', path: '/z', value: 1}], {...(document as object), z: 1} as JsonValue],
    ['text before the first slash', [{op: 'add', path: 'junk/z', value: 1}], {...(document as object), z: 1} as JsonValue],
    ['replace the root', [{op: 'replace', path: '', value: {k: 1}}], {k: 1}],
    ['move', [{op: 'move', from: '/a/b', path: '/list/0'}], {a: {'x/y': 2, 'm~n': 3}, list: [1, 'p', 'q'], nothing: null}],
  ])('%s', (_name, patch, expected) => expect(apply(...patch)).toEqual(expected))

  it('keeps a copied value apart from its source', () => {
    const result = apply(
      {op: 'add', path: '/a/n', value: {k: 1}},
      {op: 'replace', path: '/a/n/k', value: 2},
      {op: 'copy', from: '/a/n', path: '/c'},
      {op: 'replace', path: '/c/k', value: 3},
    ) as {a: {n: {k: number}}; c: {k: number}}
    expect([result.a.n.k, result.c.k]).toEqual([2, 3])
  })

  it('tests values, also absent against null', () => {
    expect(apply({op: 'test', path: '/a/b', value: 1}, {op: 'test', path: '/zz', value: null})).toEqual(document)
    expect(apply({op: 'test', path: '/nothing', value: null})).toEqual(document)
    expect(() => apply({op: 'test', path: '/a/b', value: 2})).toThrow('testing value /a/b failed: test failed')
    expect(() => apply({op: 'test', path: '/zz', value: 1})).toThrow('testing value /zz failed: test failed')
  })

  it.each<[JsonValue, string]>([
    [{op: 'add', path: '/nope/deep', value: 1}, 'add operation does not apply: doc is missing path: "/nope/deep": missing value'],
    [{op: 'add', path: '', value: 1}, 'add operation does not apply: doc is missing path: "": missing value'],
    [
      {op: 'add', path: '/list/9', value: 1},
      "error in add for path: '/list/9': Unable to access invalid index: 9: invalid index referenced",
    ],
    [{op: 'remove', path: '/zz'}, "error in remove for path: '/zz': Unable to remove nonexistent key: zz: missing value"],
    [
      {op: 'remove', path: '/list/9'},
      "error in remove for path: '/list/9': Unable to access invalid index: 9: invalid index referenced",
    ],
    [{op: 'replace', path: '/list/9', value: 1}, 'replace operation does not apply: doc is missing key: /list/9: missing value'],
    [{op: 'frobnicate', path: '/a'}, 'Unexpected kind: frobnicate'],
    [{op: 'add', value: 1}, 'add operation failed to decode path: missing value'],
    [3, 'Unexpected kind: unknown'],
  ])('refuses %j', (operation, message) => expect(() => apply(operation)).toThrow(message))

  it('limits what copy adds', () => {
    const patch = [
      {op: 'copy', from: '/a', path: '/c'},
      {op: 'copy', from: '/a', path: '/d'},
    ]
    expect(() => applyJsonPatch(document, patch, {maxCopyBytes: 40})).toThrow('exceeding the limit 40')
    expect(applyJsonPatch(document, patch, {maxCopyBytes: 400})).toHaveProperty('d.b', 1)
    const doubled = Array.from({length: 30}, (_, i) => ({op: 'copy', from: '/a', path: `/a/${i}`}))
    expect(() => applyJsonPatch(document, doubled)).toThrow('exceeding the limit 3145728')
  })

  it('tells what copies add while it counts', () => {
    const patch = Array.from({length: 60}, (_, i) => ({op: 'copy', from: '/a', path: `/a/${i}`}))
    let copied = 0
    const onCopy = (values: number) => {
      copied += values
      if (copied > 1000) throw new Error('enough')
    }
    expect(() => applyJsonPatch(document, patch, {maxCopyBytes: 0, onCopy})).toThrow('enough')
    expect(copied).toBe(1001)
    copied = 0
    applyJsonPatch(document, patch.slice(0, 2), {onCopy})
    expect(copied).toBe(4 + 8)
  })

  it('treats __proto__ as a key like any other', () => {
    const result = apply({op: 'add', path: '/__proto__', value: {polluted: true}}) as object
    expect(Object.keys(result)).toContain('__proto__')
    expect(({} as {polluted?: boolean}).polluted).toBeUndefined()
    expect(() => apply({op: 'add', path: '/__proto__/polluted', value: 1})).toThrow('missing path')
    expect(() => apply({op: 'add', path: '/constructor/prototype/x', value: 1})).toThrow('missing path')
  })
})
