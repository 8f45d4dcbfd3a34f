import {describe, expect, it} from 'vitest'
import {equal, KeyedList} from '../../../../src/lib/formats/cel/values.js'

const set = (...items: string[]) => KeyedList.keyed(items, {of: 'set', keyOf: String})

describe('KeyedList', () => {
  it('is equal to a list of the same items in any order', () => {
    expect(equal(set('a', 'b'), ['b', 'a'])).toBe(true)
    expect(equal(set('a', 'b'), ['a', 'c'])).toBe(false)
    expect(equal(set('a'), ['a', 'a'])).toBe(false)
  })

  it('unites with what another has besides', () => {
    expect([...set('a', 'b').unite(['b', 'c'])]).toEqual(['a', 'b', 'c'])
    const first = KeyedList.keyed(['a1', 'b1'], {of: 'map', keyOf: (item) => String(item)[0]!})
    expect([...first.unite(['b2', 'c2'])]).toEqual(['a1', 'b2', 'c2'])
  })

  it('makes plain lists', () => {
    expect(set('a').map((item) => item)).not.toBeInstanceOf(KeyedList)
  })
})
