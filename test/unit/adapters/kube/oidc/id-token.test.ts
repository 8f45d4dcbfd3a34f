import {describe, expect, it} from 'vitest'
import {isOver} from '../../../../../src/lib/adapters/kube/access/oidc/id-token.js'

const NOW = 1_000_000_000_000
const token = (claims: unknown) =>
  `x.${Buffer.from(typeof claims === 'string' ? claims : JSON.stringify(claims)).toString('base64url')}.x`
const STRUCT = String.raw`struct { Expiry oidc.jsonTime "json:\"exp\"" }`

// as CNCF's flux 2.9.5
describe('isOver', () => {
  it.each([
    ['ends later', token({exp: 1_000_000_011}), false],
    ['ends in ten seconds', token({exp: 1_000_000_010}), true],
    ['ended', token({exp: 1}), true],
    ['says no end', token({}), true],
    ['says nothing', token(null), true],
    ['ends by a text', token({exp: '9e9'}), false],
    ['ends within a second', token('{"exp":9000000000.5}'), false],
    ['ends when 64 bits are over', token('{"exp":1e30}'), true],
    ['ends twice', token('{"exp":1,"EXP":9000000000}'), false],
    ['has a head that is none', token({exp: 9e9}).replace('x', '%%'), false],
    ['has line breaks', token({exp: 9e9}).replace('.eyJ', '.ey\r\nJ'), false],
  ])('a token that %s', (_, text, over) => {
    expect(isOver(text, NOW)).toBe(over)
  })

  it.each([
    ['a.b', 'ID Token is not a valid JWT'],
    ['a.b.c.d', 'ID Token is not a valid JWT'],
    ['a.b.c', 'illegal base64 data at input byte 0'],
    ['x.YQ==.x', 'illegal base64 data at input byte 2'],
    ['x.YWJjZ.x', 'illegal base64 data at input byte 4'],
    ['x.é.x', 'illegal base64 data at input byte 0'],
    ['..', 'parsing claims: unexpected end of JSON input'],
    ['x.YR.x', "parsing claims: invalid character 'a' looking for beginning of value"],
    [token('{"exp":1} x'), "parsing claims: invalid character 'x' after top-level value"],
    [token(5), `parsing claims: json: cannot unmarshal number into Go value of type ${STRUCT}`],
    [token([]), `parsing claims: json: cannot unmarshal array into Go value of type ${STRUCT}`],
    [token({exp: true}), 'parsing claims: json: cannot unmarshal bool into Go struct field .exp of type json.Number'],
    [token({exp: [1]}), 'parsing claims: json: cannot unmarshal array into Go struct field .exp of type json.Number'],
    [token({exp: null}), 'parsing claims: strconv.ParseFloat: parsing "": invalid syntax'],
    [token({exp: 'abc'}), String.raw`parsing claims: json: invalid number literal, trying to unmarshal "\"abc\"" into Number`],
  ])('%s is none', (text, why) => {
    expect(() => isOver(text, NOW)).toThrow(new Error(why))
  })
})
