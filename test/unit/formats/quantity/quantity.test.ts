import {describe, expect, it} from 'vitest'
import {
  compareQuantities,
  countsWhole,
  formatQuantity,
  parseQuantity,
  quantityMilliValue,
  quantityValue,
  roundToMilli,
} from '../../../../src/lib/formats/quantity/quantity.js'

const canonical = (text: string) => formatQuantity(parseQuantity(text))

describe('quantity', () => {
  it.each([
    ['1000m', '1'],
    ['0.5', '500m'],
    ['1024Mi', '1Gi'],
    ['1e3', '1e3'],
    ['1.5Gi', '1536Mi'],
    ['0', '0'],
    ['100u', '100u'],
    ['100000m', '100'],
    ['1025Ki', '1025Ki'],
    ['0.5Gi', '512Mi'],
    ['1000000', '1M'],
    ['12e2', '1200'],
    ['1.500', '1.500'],
    ['-1', '-1'],
    ['0.1Ki', '102400m'],
    ['1E3', '1E3'],
    ['100E', '100E'],
    ['1500Mi', '1500Mi'],
    ['2048Ki', '2Mi'],
    ['0.1n', '1n'],
  ])('%s is printed as %s', (from, to) => {
    expect(canonical(from)).toBe(to)
  })

  it('refuses what is no quantity with the text of apimachinery', () => {
    const format = /quantities must match the regular expression '\^\(\[\+-\]\?\[0-9\.\]\+\)/
    for (const text of ['', 'lots', '1 Gi', '128mb', '1..2']) expect(() => parseQuantity(text)).toThrow(format)
    expect(() => parseQuantity('1KiKi')).toThrow("unable to parse quantity's suffix")
  })

  it('compares and rounds up', () => {
    expect(compareQuantities(parseQuantity('1Gi'), parseQuantity('1024Mi'))).toBe(0)
    expect(compareQuantities(parseQuantity('1'), parseQuantity('1100m'))).toBe(-1)
    expect(quantityValue(parseQuantity('1100m'))).toBe(2n)
    expect(quantityMilliValue(parseQuantity('0.0001'))).toBe(1n)
  })
})

describe('thousandths', () => {
  it.each([
    ['0.5m', '1m'],
    ['1n', '1m'],
    ['-1u', '-1m'],
    ['1.0000000001', '1001m'],
    ['1Gi', '1Gi'],
  ])('%s rounds to %s', (text, rounded) => {
    expect(formatQuantity(roundToMilli(parseQuantity(text)))).toBe(rounded)
  })

  it('overflow in 64 bits as those of apimachinery do', () => {
    const whole = (text: string) => countsWhole(parseQuantity(text))
    expect(['5', '1e100', '1Gi', '9223372036854775'].map(whole)).toEqual([true, true, true, true])
    expect(['500m', '1Ei', '123456789012345678901234567890'].map(whole)).toEqual([false, false, false])
  })

  it('are printed beyond the last suffix', () => {
    expect(formatQuantity(parseQuantity('1e100'))).toBe('10e99')
    expect(formatQuantity(parseQuantity('12345678901234567890.5'))).toBe('12345678901234567890500m')
  })
})
