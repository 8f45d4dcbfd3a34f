import {describe, expect, it} from 'vitest'
import {decodeBase64} from '../../../src/lib/schema/go/base64.js'

describe('base64 as Go reads it', () => {
  it.each(['', 'AA==', 'AAA=', 'AAAA', 'A\nA\r\n==', 'AAAABB==\n'])('takes %j', (text) => {
    expect(decodeBase64(text)).toBe(text.replace(/[\r\n]/g, ''))
  })

  it.each([
    ['A', 0],
    ['AA', 0],
    ['AAAAAA', 4],
    ['\nAA', 1],
    ['=', 0],
    ['A=', 1],
    ['AA=', 3],
    ['AA=A', 2],
    ['AA==A', 4],
    ['AAA=A', 4],
    ['not base64!', 3],
  ])('refuses %j at byte %i', (text, at) => {
    expect(() => decodeBase64(text)).toThrow(`illegal base64 data at input byte ${at}`)
  })
})
