import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {
  compareElements,
  describeElement,
  keyElement,
  parseElement,
  valueElement,
} from '../../../../../src/lib/adapters/apiserver/ssa/sets/element.js'
import {
  difference,
  equalSets,
  type FieldSet,
  has,
  intersection,
  isSubset,
  parseSet,
  pathsOf,
  recursiveDifference,
  setOf,
  sortedSet,
  union,
} from '../../../../../src/lib/adapters/apiserver/ssa/sets/field-set.js'

const element = fc.constantFrom('f:a', 'f:b', 'k:{"name":"x"}', 'v:1', 'i:0')
const paths = fc.array(fc.array(element, {minLength: 1, maxLength: 3}), {maxLength: 6})
const text = (set: FieldSet) =>
  pathsOf(set)
    .map((path) => path.join('/'))
    .sort()

describe('field sets', () => {
  it('behave as sets of paths', () => {
    fc.assert(
      fc.property(paths, paths, (left, right) => {
        const [a, b] = [setOf(...left), setOf(...right)]
        const [inA, inB] = [new Set(left.map((path) => path.join('/'))), new Set(right.map((path) => path.join('/')))]
        expect(text(union(a, b))).toEqual([...new Set([...inA, ...inB])].sort())
        expect(text(intersection(a, b))).toEqual([...inA].filter((path) => inB.has(path)).sort())
        expect(text(difference(a, b))).toEqual([...inA].filter((path) => !inB.has(path)).sort())
        const covered = (path: string) => [...inB].some((top) => path === top || path.startsWith(`${top}/`))
        expect(text(recursiveDifference(a, b))).toEqual([...inA].filter((path) => !covered(path)).sort())
        expect(isSubset(a, b)).toBe([...inA].every((path) => inB.has(path)))
        expect(left.every((path) => has(a, path))).toBe(true)
        expect(equalSets(parseSet(JSON.parse(JSON.stringify(a))), a)).toBe(true)
      }),
      {seed: 11, numRuns: 500},
    )
  })

  it('shares what does not change', () => {
    const a = setOf(['f:spec', 'f:x'], ['f:spec', 'f:y'])
    expect(union(a, setOf(['f:spec', 'f:x']))).toBe(a)
    expect(difference(a, setOf(['f:spec', 'f:z']))).toBe(a)
    expect(sortedSet(a)).toBe(a)
  })

  it('marks members that have children', () => {
    expect(setOf(['f:a'], ['f:a', 'f:b'])).toEqual({'f:a': {'.': {}, 'f:b': {}}})
    expect(difference(setOf(['f:a'], ['f:a', 'f:b']), setOf(['f:a']))).toEqual({'f:a': {'f:b': {}}})
  })

  it('writes elements in the order of the server', () => {
    const set = setOf(['v:10'], ['v:9'], ['f:b'], ['f:a'], ['k:{"port":80}'], ['k:{"port":9}'])
    expect(Object.keys(sortedSet(set))).toEqual(['f:a', 'f:b', 'k:{"port":9}', 'k:{"port":80}', 'v:9', 'v:10'])
  })

  it('reads what others wrote', () => {
    expect(parseSet({'f:a': {'.': {}}, 'k:{"b":1,"a":"x"}': {}, 'z:?': {}})).toEqual({'f:a': {}, 'k:{"a":"x","b":1}': {}})
    expect(() => parseSet({x: {}})).toThrow('key must be 2 characters long:')
    expect(() => parseSet({fa: {}})).toThrow('missing colon: fa')
  })
})

describe('path elements', () => {
  it('are described as in conflicts', () => {
    expect(describeElement('f:spec')).toBe('.spec')
    expect(
      describeElement(
        keyElement([
          ['name', 'a"b'],
          ['port', 80],
        ]),
      ),
    ).toBe('[name="a\\"b",port=80]')
    expect(describeElement(valueElement('<x>'))).toBe('[="<x>"]')
    expect(describeElement('i:3')).toBe('[3]')
  })

  it('escape as Go does', () => {
    expect(valueElement('a<b>&')).toBe('v:"a\\u003cb\\u003e\\u0026"')
    expect(parseElement('v:"a<b"')).toBe('v:"a\\u003cb"')
  })

  it('have a total order', () => {
    expect(['i:2', 'v:"b"', 'v:true', 'v:2', 'f:z', 'i:10'].sort(compareElements)).toEqual([
      'f:z',
      'v:2',
      'v:"b"',
      'v:true',
      'i:2',
      'i:10',
    ])
  })
})
