import {describe, expect, it} from 'vitest'
import {widthOf} from '../../../../src/lib/output/terminal/display-width.js'

/** Widths that go-runewidth 0.0.16 and tablewriter 0.0.5 give. */
describe('widthOf', () => {
  it.each([
    ['', 0],
    ['main@sha1:01234567', 18],
    ['übergröße ✓', 11],
    ['日本語', 6],
    ['🚀', 2],
    ['👩‍👩‍👧', 2],
    ['e\u0301', 1],
    ['\u200bzero', 4],
    ['soft\u00adhyphen', 10],
    ['tab\there', 7],
    ['carriage\r', 8],
    ['\u0085next', 4],
    ['\u001b[31mred\u001b[0m', 3],
    ['\u001b[1;31mred\u001b[K', 3],
    ['\u001b[2Jx', 4],
    ['한', 2],
    ['ﾊ', 1],
  ])('%j takes %i columns', (text, columns) => expect(widthOf(text)).toBe(columns))
})
