import {BlockList, isIPv6} from 'node:net'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {inIpRange} from '../../../../src/lib/formats/url/ip-range.js'

describe('inIpRange', () => {
  it('says what Node says of addresses and ranges', () => {
    const v4 = fc.ipV4()
    const v6 = fc.ipV6()
    const cases = fc.oneof(
      fc.tuple(v4, v4, fc.integer({min: 0, max: 32})),
      fc.tuple(v6, v6, fc.integer({min: 0, max: 128})),
      fc.tuple(v4, fc.integer({min: 0, max: 32})).map(([address, length]) => [address, address, length] as const),
    )
    fc.assert(
      fc.property(cases, ([address, start, length]) => {
        // ours knows no dotted tail: URLs never have one
        fc.pre(!(isIPv6(address) && `${address}${start}`.includes('.')))
        const family = isIPv6(address) ? 'ipv6' : 'ipv4'
        const list = new BlockList()
        list.addSubnet(start, length, family)
        expect(inIpRange(address, `${start}/${length}`)).toBe(list.check(address, family))
      }),
    )
  })

  it.each([
    ['10.0.0.1', '10.0.0.1', true],
    ['10.0.0.1', '10.0.0.0/33', false],
    ['10.0.0.1', '10.0.0.0/x', false],
    ['10.0.0.1', '10.0.0.0/', false],
    ['10.0.0.1', '0.0.0.0/0', true],
    ['10.0.0.1', '::/0', false],
    ['example.com', '10.0.0.0/8', false],
    ['10.0.0.256', '10.0.0.0/8', false],
    ['::1', '0:0:0:0:0:0:0:1', true],
    ['::1::', '::/0', false],
  ])('%s in %s: %s', (address, entry, expected) => {
    expect(inIpRange(address, entry)).toBe(expected)
  })
})
