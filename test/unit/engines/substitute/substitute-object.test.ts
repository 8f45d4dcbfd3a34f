import {describe, expect, it} from 'vitest'
import {
  checkVariableNames,
  substituteObject,
  substitutionDisabled,
} from '../../../../src/lib/engines/substitute/substitute-object.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'

const map = (data: JsonObject): JsonObject => ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'c'}, data})
const run = (data: JsonObject, variables: Record<string, string>) =>
  substituteObject(map(data), new Map(Object.entries(variables)), true)

// inputs and results of the recording ks-substitute-types
describe('substituteObject', () => {
  it('gives values the type that they look like', () => {
    const values = {count: '0', n: '123', b: 'true', q: '"', t: '!!str 123', s: '{x: y}', e: '', o: '0777', h: '~'}
    expect(
      run(
        {
          num: '${n}',
          bool: '${b}',
          idiom: '${q}${n}${q}',
          tag: '${t}',
          prefix: 'v${n}',
          inject: '${s}',
          empty: '${e}',
          octal: '${o}',
          nil: '${h}',
        },
        values,
      ),
    ).toEqual(
      map({
        num: 123,
        bool: true,
        idiom: '123',
        tag: '123',
        prefix: 'v123',
        inject: {x: true},
        empty: null,
        octal: 511,
        nil: null,
      }),
    )
  })

  it('keeps escapes and text of block scalars', () => {
    expect(run({v: 'one ${n}\ntwo $${n} \\?\n'}, {n: '123'})).toEqual(map({v: 'one 123\ntwo ${n} \\?\n'}))
  })

  it('returns the same object when there is nothing to do', () => {
    const object = map({a: 'plain'})
    expect(substituteObject(object, new Map([['a', 'b']]), true)).toBe(object)
  })

  it('replaces keys, names and kinds', () => {
    expect(
      substituteObject({...map({}), metadata: {name: '${n}-x', labels: {'${n}': 'y'}}}, new Map([['n', 'web']]), true),
    ).toEqual({
      ...map({}),
      metadata: {name: 'web-x', labels: {web: 'y'}},
    })
  })

  it('fails with the text of the original', () => {
    expect(() => run({v: '${nope}'}, {a: '1'})).toThrow('variable substitution failed: variable not set (strict mode): "nope"')
  })
})

// as kustomize-controller 1.9.0 says it
describe('a text that is no YAML any more', () => {
  it.each([
    ['a: b', 'yaml: line 4: mapping values are not allowed in this context'],
    ['[a', "yaml: line 4: did not find expected ',' or ']'"],
    ['*nope', "yaml: unknown anchor 'nope' referenced"],
    ['@x', 'yaml: line 4: found character that cannot start any token'],
    ['- x', 'yaml: line 4: block sequence entries are not allowed in this context'],
    ['}', 'yaml: line 3: did not find expected node content'],
    ['"a" b', 'yaml: line 3: did not find expected key'],
    ['.nan', 'json: unsupported value: NaN'],
    ['!!int x', 'yaml: cannot decode !!str `x` as a !!int'],
    ['!!bool 1.5', 'yaml: cannot decode !!float `1.5` as a !!bool'],
    ['!!timestamp x', 'yaml: cannot decode !!str `x` as a !!timestamp'],
  ])('%s', (v, words) => {
    expect(() => run({a: '1', v: '${v}', z: '2'}, {v})).toThrow(`YAMLToJSON: ${words}`)
  })
})

it.each([
  ['!!seq x', 'x'],
  ['!!map x', 'x'],
  ['!!set {a}', {a: null}],
  ['!!omap [a]', ['a']],
  ['!!python/x y', 'y'],
  ['!foo x', 'x'],
])('%s says nothing with its tag', (v, value) => {
  expect((run({v: '${v}'}, {v}) as {data: JsonObject}).data.v).toEqual(value)
})

describe('the switches', () => {
  it('knows the key as label and annotation, exactly', () => {
    const object = (metadata: JsonObject): JsonObject => ({metadata})
    const key = 'kustomize.toolkit.fluxcd.io/substitute'
    expect(substitutionDisabled(object({labels: {[key]: 'disabled'}}))).toBe(true)
    expect(substitutionDisabled(object({annotations: {[key]: 'disabled'}}))).toBe(true)
    expect(substitutionDisabled(object({annotations: {[key]: 'Disabled'}}))).toBe(false)
  })

  it('refuses names that are no variables', () => {
    expect(() =>
      checkVariableNames(
        new Map([
          ['a', ''],
          ['my.key', 'x'],
        ]),
      ),
    ).toThrow("'my.key' var name is invalid, must match '^[_[:alpha:]][_[:alpha:][:digit:]]*$'")
  })
})
