import {describe, expect, it} from 'vitest'
import {elements, integer, octets, oid, pem, sequence} from '../../../../src/lib/formats/der/der.js'

describe('DER', () => {
  it('writes lengths of every size, and reads them back', () => {
    for (const size of [0, 127, 128, 255, 256, 65_536]) {
      const [element] = elements(octets(new Uint8Array(size)))
      expect(element).toMatchObject({tag: 0x04})
      expect(element!.content).toHaveLength(size)
    }
    expect(octets(new Uint8Array(300)).subarray(0, 4).toString('hex')).toBe('0482012c')
  })

  it('writes the smallest non-negative integer', () => {
    expect(integer(Uint8Array.of(0, 0, 0x80)).toString('hex')).toBe('02020080')
    expect(integer(Uint8Array.of(0)).toString('hex')).toBe('020100')
  })

  it('writes object identifiers and PEM', () => {
    expect(oid('1.2.840.113549.1.1.11').toString('hex')).toBe('06092a864886f70d01010b')
    expect(pem('X', sequence())).toBe('-----BEGIN X-----\nMAA=\n-----END X-----\n')
  })

  it('refuses what is cut off', () => expect(() => elements(Uint8Array.of(0x04, 5, 1))).toThrow(RangeError))
})
