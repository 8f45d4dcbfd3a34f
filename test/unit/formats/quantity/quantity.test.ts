import {describe, expect, it} from 'vitest'
import {
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityMilliValue,
  quantityValue,
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
    ['1.5', '1500m'],
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
