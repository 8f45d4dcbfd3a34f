import {describe, expect, it} from 'vitest'
import {goQuery, unescaped} from '../../../../../src/lib/adapters/apiserver/listen/go-url.js'

describe('unescaped', () => {
  it('reads escapes, and refuses those that are none', () => {
    expect(unescaped('/a%20b+c')).toBe('/a b+c')
    expect(unescaped('%F0%9F%98%80')).toBe('😀')
    expect(unescaped('%4')).toBeUndefined()
    expect(unescaped('%zz%41')).toBeUndefined()
  })

  it('keeps bytes that are no UTF-8 apart', () => {
    expect(unescaped('a%ffb')).toBe('a\udcffb')
    expect(unescaped('%E2%82')).toBe('\udce2\udc82')
    expect(unescaped('%c3%28%C3%A4')).toBe('\udcc3(ä')
    expect(unescaped('%ed%a0%80')).toBe('\udced\udca0\udc80')
  })
})

describe('goQuery', () => {
  it('leaves out pairs with semicolons or broken escapes', () => {
    expect([...goQuery('a=1&b;c=2&d=%zz&%=1&a=+x&&e&=f')]).toEqual([
      ['a', ['1', ' x']],
      ['e', ['']],
      ['', ['f']],
    ])
  })
})
