import {describe, expect, it} from 'vitest'
import {parseJson} from '../../../../src/lib/formats/json/parse.js'
import {spelledNumbers, spelledText} from '../../../../src/lib/formats/json/spelled-numbers.js'

describe('spelledNumbers', () => {
  it('finds numbers that are written otherwise than they are printed', () => {
    const text = '{"a":1.0,"b":[1e2, -3.50,99999999999999999999],"c":1.5,"d":9223372036854775807,"e":"1.0","f\\"":7}'
    const numbers = spelledNumbers(text)!
    expect([...numbers.spellings.values()]).toEqual(['1.0', '1e2', '-3.50', '99999999999999999999'])
    const marks = [...numbers.spellings.keys()]
    expect(marks.every((mark) => !Number.isInteger(Number(mark)) && String(Number(mark)) === mark)).toBe(true)
    const marked = parseJson(numbers.text) as {a: number; e: string}
    expect(String(marked.a)).toBe(marks[0])
    expect(marked.e).toBe('1.0')
    expect(spelledText(`number ${marks[1]} and ${marks[3]} and 0.5`, numbers)).toBe('number 1e2 and 99999999999999999999 and 0.5')
  })

  it('leaves other texts alone', () => {
    for (const text of ['{"a":1,"b":"x:1.2","c":[1,2.5]}', '{"image":"nginx:1.0"}', '[]', '{"a":-0}'])
      expect(spelledNumbers(text)).toBeUndefined()
  })
})

describe('parseJson with join', () => {
  it('puts a field that comes again into what it was before', () => {
    const join = (text: string) => parseJson(text, {join: true})
    expect(join('{"a":{"x":1},"a":{"y":2}}')).toEqual({a: {x: 1, y: 2}})
    expect(join('{"a":[{"x":1},{"z":1}],"a":[{"y":2}]}')).toEqual({a: [{x: 1, y: 2}]})
    expect(join('{"a":true,"a":null,"b":{"x":1},"b":null,"c":1,"c":"x"}')).toEqual({a: true, b: null, c: 'x'})
    expect(parseJson('{"a":{"x":1},"a":{"y":2}}')).toEqual({a: {y: 2}})
  })
})
