import {describe, expect, it} from 'vitest'
import {addressFault, prefixFault} from '../../../../src/lib/schema/cel/address-fault.js'

describe('addressFault', () => {
  it.each([
    ['', 'unable to parse IP'],
    ['10.0.', 'IPv4 field must have at least one digit (at ".")'],
    ['01.2.3.4', 'IPv4 field has octet with leading zero'],
    ['1.2.3.256', 'IPv4 field has value >255'],
    ['1.2.3.4.5', 'IPv4 address too long'],
    ['http://a', 'each colon-separated field must have at least one digit (at "http://a")'],
    ['a::b::c', 'multiple :: in address (at ":c")'],
    ['1:2:3:4:5:6:7:8::', 'the :: must expand to at least one field of zeros'],
    ['1:2.3.4.5', 'embedded IPv4 address must replace the final 2 fields of the address (at "2.3.4.5")'],
  ])('%s', (text, fault) => {
    expect(addressFault(text)).toBe(`ParseAddr(${JSON.stringify(text)}): ${fault}`)
  })

  it.each(['1.2.3.4', '::', '::1', '1::', '::1.2.3.4', '1:2:3:4:5:6:7:8', 'fe80::1%eth0'])('%s is one', (text) => {
    expect(addressFault(text)).toBeUndefined()
  })
})

describe('prefixFault', () => {
  it('tells of bits', () => {
    expect(prefixFault('1.2.3.4')).toBe(`netip.ParsePrefix("1.2.3.4"): no '/'`)
    expect(prefixFault('1.2.3.4/024')).toBe('netip.ParsePrefix("1.2.3.4/024"): bad bits after slash: "024"')
    expect(prefixFault('::1/129')).toBe('netip.ParsePrefix("::1/129"): prefix length out of range')
    expect(prefixFault('10.0.0.0/8')).toBeUndefined()
  })
})
