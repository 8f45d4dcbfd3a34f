import {describe, expect, it} from 'vitest'
import {recordValue} from '../../../../src/lib/engines/substitute/secret-scalars.js'
import {createSecretTrace} from '../../../../src/lib/engines/substitute/secret-trace.js'
import {substituteObject} from '../../../../src/lib/engines/substitute/substitute-object.js'
import type {JsonObject} from '../../../../src/lib/formats/json/value.js'

const VARIABLES = {
  ...{pw: 'abc-def', tree: '{k: v, 0x10: "a\\u002db", l: [&x y, *x]}', quoted: '"say \\"it\\" now"', merged: '<<'},
  ...{number: '1.5e+7', tagged: '!!binary aGVsbG8=', broken: '*nobody-knows', empty: '', plain: 'plain', map: '{m: n}'},
}
const SECRETS = ['pw', 'tree', 'quoted', 'number', 'tagged', 'broken', 'empty']

/** What is traced of a map's data, with the places in the object that came of it. */
function traced(object: JsonObject) {
  const trace = createSecretTrace()
  for (const name of SECRETS) trace.variables.add(name)
  const result = substituteObject(object, new Map(Object.entries(VARIABLES)), false, trace)
  return {texts: [...trace.texts], keys: [...trace.keys], places: trace.places.get(result) ?? []}
}

describe('what is traced of secrets', () => {
  it.each([
    ['${pw}', ['abc-def']],
    ['a ${pw#abc} b', ['-def']],
    ['${pw/abc/x}', ['x-def']],
    ['${pw:0:2}${pw:2:2}', ['ab', 'c-', 'abc-']],
    ['${#pw}', []],
    ['${plain}', []],
    ['${plain/lain/${pw}}', ['abc-def', 'pabc-def']],
    ['${plain#${pw}}', ['abc-def']],
    ['${empty:-default}', []],
    ['${none:-${pw}}', ['abc-def']],
    ['${plain:-${pw}}', ['abc-def']],
    ['${pw:-${plain}}', ['abc-def']],
    ['${quoted}', [VARIABLES.quoted, 'say "it" now']],
    ['${number}', ['1.5e+7', '15000000', '1.5e+07']],
    ['${tagged}', [VARIABLES.tagged, 'hello', 'aGVsbG8=']],
  ])('%s', (text, texts) => expect(traced({a: text}).texts.sort()).toEqual([...texts].sort()))

  it('has places of maps and lists, their scalars and keys', () => {
    const found = traced({a: {b: '${tree}', c: '${map}'}, list: [{name: 'one', v: '${tree}'}, '${tree}', '${pw}']})
    expect(found.places).toEqual([
      ['a', 'b'],
      ['list', 'one', 'v'],
      ['list', '*'],
    ])
    expect(found.texts).toEqual(expect.arrayContaining(['v', 'a-b', 'y']))
    expect(found.keys).toEqual(expect.arrayContaining(['k', '0x10', 'l']))
    expect([...found.texts, ...found.keys]).not.toContain('n')
  })

  it('has the keys that a merge brings', () => {
    expect(traced({a: {'${merged}': '${tree}', z: 1}}).places).toEqual([
      ['a', 'k'],
      ['a', '16'],
      ['a', 'l'],
    ])
  })

  it('has words that a failure may quote', () => {
    const trace = createSecretTrace()
    trace.variables.add('broken')
    const object = {a: '${broken}'}
    expect(() => substituteObject(object, new Map(Object.entries(VARIABLES)), false, trace)).toThrow("'nobody-knows'")
    expect([...trace.texts]).toContain('nobody-knows')
  })

  it('looks into values that are maps and lists themselves', () => {
    const trace = createSecretTrace()
    for (const value of ['user: bob\npassword: [pass1]\n', '"quoted"', '{broken', 'text']) recordValue(value, trace)
    expect([...trace.wholes]).toEqual(['bob', 'pass1'])
    expect([...trace.keys]).toEqual(['user', 'password'])
    expect([...trace.texts]).toEqual(['quoted', 'text'])
  })
})
