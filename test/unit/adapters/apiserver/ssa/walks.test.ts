import {describe, expect, it} from 'vitest'
import {compareTyped} from '../../../../../src/lib/adapters/apiserver/ssa/typed/compare.js'
import {fieldSetOf} from '../../../../../src/lib/adapters/apiserver/ssa/typed/extract.js'
import {FieldTypes} from '../../../../../src/lib/adapters/apiserver/ssa/typed/field-type.js'
import {goSyntax} from '../../../../../src/lib/adapters/apiserver/ssa/typed/go-text.js'
import {mergeTyped} from '../../../../../src/lib/adapters/apiserver/ssa/typed/merge.js'
import {removeFields} from '../../../../../src/lib/adapters/apiserver/ssa/typed/remove.js'
import {adaptToType, withNamedFields} from '../../../../../src/lib/adapters/apiserver/ssa/typed/schema-changes.js'
import {validateTyped} from '../../../../../src/lib/adapters/apiserver/ssa/typed/validate.js'
import {goFloat} from '../../../../../src/lib/errors/go-float.js'
import {goQuote} from '../../../../../src/lib/errors/go-quote.js'
import type {SchemaNode} from '../../../../../src/lib/schema/node.js'

const schema: SchemaNode = {
  type: 'object',
  properties: {
    size: {type: 'integer'},
    list: {type: 'array', items: {type: 'string'}},
    set: {type: 'array', items: {type: 'string'}, 'x-kubernetes-list-type': 'set'},
    map: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name', 'protocol'],
      items: {
        type: 'object',
        properties: {name: {type: 'string'}, protocol: {type: 'string', default: 'TCP'}, v: {type: 'string'}},
      },
    },
    labels: {type: 'object', additionalProperties: {type: 'string'}},
    whole: {type: 'object', additionalProperties: {type: 'string'}, 'x-kubernetes-map-type': 'atomic'},
    free: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true},
    any: {'x-kubernetes-preserve-unknown-fields': true},
    sub: {type: 'object', properties: {a: {type: 'string'}, b: {type: 'string'}}},
  },
}
const type = new FieldTypes().of(schema)

describe('fieldSetOf', () => {
  it('divides by list and map types', () => {
    expect(
      fieldSetOf(type, {
        size: 1,
        list: ['a'],
        set: ['a', 'b'],
        map: [{name: 'x', v: '1'}],
        labels: {k: 'v'},
        whole: {k: 'v'},
        free: {a: {b: [1]}},
        sub: {},
      }),
    ).toEqual({
      'f:size': {},
      'f:list': {},
      'f:set': {'v:"a"': {}, 'v:"b"': {}},
      'f:map': {'k:{"name":"x","protocol":"TCP"}': {'.': {}, 'f:name': {}, 'f:v': {}}},
      'f:labels': {'f:k': {}},
      'f:whole': {},
      'f:free': {'f:a': {'.': {}, 'f:b': {}}},
      'f:sub': {},
    })
  })

  it('owns nulls, and nothing of an empty set', () => {
    expect(fieldSetOf(type, {size: null, set: [], labels: null})).toEqual({'f:size': {}, 'f:labels': {}})
  })
})

describe('mergeTyped', () => {
  it('keeps live fields, takes applied ones, and shares the rest', () => {
    const live = {size: 1, sub: {a: 'x'}, labels: {k: 'v'}}
    const merged = mergeTyped(type, live, {size: 2, labels: {k: 'v'}}) as typeof live
    expect(merged).toEqual({size: 2, sub: {a: 'x'}, labels: {k: 'v'}})
    expect(merged.sub).toBe(live.sub)
    expect(mergeTyped(type, live, {size: 1, labels: {k: 'v'}})).toBe(live)
  })

  it.each([
    [
      ['a', 'b'],
      ['b', 'c'],
      ['a', 'b', 'c'],
    ],
    [
      ['a', 'b', 'c'],
      ['c', 'a'],
      ['b', 'c', 'a'],
    ],
    [
      ['a', 'x', 'b'],
      ['b', 'a'],
      ['x', 'b', 'a'],
    ],
    [
      ['a', 'b'],
      ['z', 'a'],
      ['z', 'a', 'b'],
    ],
    [
      ['a', 'b', 'c', 'd'],
      ['d', 'b'],
      ['a', 'c', 'd', 'b'],
    ],
  ])('orders %j with %j', (live, applied, expected) => {
    const merged = mergeTyped(type, {set: live}, {set: applied}) as {set: string[]}
    expect([...merged.set].sort()).toEqual([...expected].sort())
    const shared = merged.set.filter((item) => applied.includes(item))
    expect(shared).toEqual(applied)
  })

  it('leaves a granular map alone that is applied as null, but not an atomic one', () => {
    expect(mergeTyped(type, {labels: {k: 'v'}, whole: {k: 'v'}}, {labels: null, whole: null})).toEqual({
      labels: {k: 'v'},
      whole: null,
    })
  })
})

describe('compareTyped', () => {
  it('tells added, removed and modified fields apart', () => {
    const old = {size: 1, set: ['a', 'b'], sub: {a: 'x'}, map: [{name: 'x', v: '1'}]}
    const now = {size: 2, set: ['b', 'c'], labels: {k: 'v'}, map: [{name: 'x', v: '2'}]}
    expect(compareTyped(type, old, now)).toEqual({
      added: {'f:set': {'v:"c"': {}}, 'f:labels': {'.': {}, 'f:k': {}}},
      removed: {'f:set': {'v:"a"': {}}, 'f:sub': {'.': {}, 'f:a': {}}},
      modified: {'f:size': {}, 'f:map': {'k:{"name":"x","protocol":"TCP"}': {'f:v': {}}}},
    })
  })

  it('sees a value change its form', () => {
    expect(compareTyped(type, {any: 'x'}, {any: {k: 1}})).toEqual({
      added: {'f:any': {'f:k': {}}},
      removed: {},
      modified: {'f:any': {}},
    })
  })

  it('treats repeated items as one value', () => {
    expect(compareTyped(type, {set: ['a']}, {set: ['a', 'a']})).toEqual({
      added: {'f:set': {'v:"a"': {}}},
      removed: {'f:set': {'v:"a"': {}}},
      modified: {},
    })
  })
})

describe('removeFields', () => {
  it('takes fields and items out; what loses everything becomes null', () => {
    const value = {size: 1, sub: {a: 'x'}, set: ['a', 'b'], labels: {k: 'v'}}
    expect(removeFields(type, value, {'f:size': {}, 'f:sub': {'f:a': {}}, 'f:set': {'v:"a"': {}}})).toEqual({
      sub: null,
      set: ['b'],
      labels: {k: 'v'},
    })
    expect(removeFields(type, value, {'f:nope': {}})).toBe(value)
  })
})

describe('schema changes', () => {
  it('owns as a whole what became atomic', () => {
    expect(adaptToType(type, {'f:list': {'v:"a"': {}}, 'f:whole': {'f:k': {}}, 'f:size': {}})).toEqual({
      'f:list': {},
      'f:whole': {},
      'f:size': {},
    })
  })

  it('counts declared fields above members as members', () => {
    expect(withNamedFields(type, {'f:sub': {'f:a': {}}, 'f:labels': {'f:k': {}}})).toEqual({
      'f:sub': {'.': {}, 'f:a': {}},
      'f:labels': {'.': {}, 'f:k': {}},
    })
  })
})

describe('validateTyped', () => {
  it.each<[object, string]>([
    [{size: 'x'}, '.size: expected numeric (int or float), got string'],
    [{sub: {a: 1}}, '.sub.a: expected string, got &value.valueUnstructured{Value:1}'],
    [
      {sub: {a: {b: ['x']}}},
      '.sub.a: expected string, got &value.valueUnstructured{Value:map[string]interface {}{"b":[]interface {}{"x"}}}',
    ],
    [{nope: 1}, '.nope: field not declared in schema'],
    [{set: ['a', 'a']}, '.set: duplicate entries for key [="a"]'],
    [{map: [{v: 'x', protocol: null}]}, '.map'],
    [
      {size: 'x', sub: {c: 1}},
      'errors:\n  .size: expected numeric (int or float), got string\n  .sub.c: field not declared in schema',
    ],
  ])('%j', (value, message) => {
    if (message === '.map') expect(() => validateTyped(type, value as never)).not.toThrow()
    else expect(() => validateTyped(type, value as never)).toThrow(message)
  })
})

describe('Go texts', () => {
  it('prints numbers and strings as Go does', () => {
    expect([1000000, 1234567, 70000, 1e20, 0.0001, 0.00001, 1.5, 0].map(goFloat)).toEqual([
      '1e+06',
      '1.234567e+06',
      '70000',
      '1e+20',
      '0.0001',
      '1e-05',
      '1.5',
      '0',
    ])
    expect(goQuote('a"\n\u0001ü')).toBe('"a\\"\\n\\x01ü"')
    expect(goSyntax([1, 'a', null, true])).toBe('[]interface {}{1, "a", interface {}(nil), true}')
  })
})
