import {describe, expect, it} from 'vitest'
import {duplicateKeys} from '../../../../../src/lib/formats/yaml/keys/duplicate-keys.js'

describe('keys that stand twice', () => {
  it('tells each once, also of texts whose first lines are simple and later ones are not', () => {
    expect(duplicateKeys('a: 1\na: 2\nb: !own x\n')).toEqual(['line 2: key "a" already set in map'])
  })

  it('are told inner maps first, with the line of the second value', () => {
    expect(duplicateKeys('a:\n- b: 1\na:\n- b: 1\n  b: 2\n')).toEqual([
      'line 5: key "b" already set in map',
      'line 4: key "a" already set in map',
    ])
  })

  it('are compared by what they mean', () => {
    expect(duplicateKeys('1: a\n"1": b\n0x1: c\nyes: 1\ntrue: 2\n~: 1\nnull: 2\n')).toEqual([
      'line 3: key 1 already set in map',
      'line 5: key true already set in map',
      'line 7: key <nil> already set in map',
    ])
  })

  it('may be those that a merge brings, but not before a map says them itself', () => {
    expect(duplicateKeys('x: &a {k: 1}\ny:\n  <<: *a\n  k: 2\n')).toEqual(['line 4: key "k" already set in map'])
    expect(duplicateKeys('x: &a {k: 1}\ny:\n  <<: *a\n  j: 2\n')).toEqual([])
  })

  it('are looked for in the first document only', () => {
    expect(duplicateKeys('a: 1\n---\nb: 1\nb: 2\n')).toEqual([])
  })
})
