import {describe, expect, it} from 'vitest'
import {parseGoFloat32, parseGoInt, parseGoUint8} from '../../../../src/commands/flags/go-numbers.js'

describe('numbers of flags, read as Go does', () => {
  it.each([
    ['0x10', 16],
    ['0b11', 3],
    ['0o7', 7],
    ['010', 8],
    ['1_000', 1000],
    ['0x1_0', 16],
    ['+5', 5],
    ['-5', -5],
    ['0', 0],
    ['-9223372036854775808', -(2 ** 63)],
  ])('integer %s', (text, value) => expect(parseGoInt(text)).toBe(value))

  it.each(['_1', '1__0', '08', '5 ', '', '1.5', '1e3', '0x', '-'])('no integer: %j', (text) =>
    expect(() => parseGoInt(text)).toThrow(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`),
  )

  it('integers have 64 bits', () => {
    for (const text of ['9223372036854775808', '-9223372036854775809', '99999999999999999999'])
      expect(() => parseGoInt(text)).toThrow(`strconv.ParseInt: parsing "${text}": value out of range`)
  })

  it.each([
    ['1.5', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1_0', 10],
    ['0x1p4', 16],
    ['0x1_0p1', 32],
    ['0x.8p0', 0.5],
    ['inf', Infinity],
    ['+Inf', Infinity],
    ['-infinity', -Infinity],
    ['NaN', Number.NaN],
  ])('number %s', (text, value) => expect(parseGoFloat32(text)).toBe(value))

  it.each(['0x10', '0x1p', ' 5', '5f', '0b1', '1e', '', '.', '_1', '0xp1'])('no number: %j', (text) =>
    expect(() => parseGoFloat32(text)).toThrow(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`),
  )

  it.each([
    ['0', 0],
    ['255', 255],
    ['0x1f', 31],
    ['017', 15],
    ['1_0', 10],
  ])('byte %s', (text, value) => expect(parseGoUint8(text)).toBe(value))

  it.each([
    ['-1', 'invalid syntax'],
    ['+1', 'invalid syntax'],
    ['', 'invalid syntax'],
    ['1.5', 'invalid syntax'],
    ['256', 'value out of range'],
  ])('no byte: %j', (text, why) =>
    expect(() => parseGoUint8(text)).toThrow(`strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`),
  )

  it('numbers have 32 bits', () => {
    for (const text of ['1e39', '-1e39', '1e400'])
      expect(() => parseGoFloat32(text)).toThrow(`strconv.ParseFloat: parsing "${text}": value out of range`)
  })
})
