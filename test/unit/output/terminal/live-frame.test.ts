import {describe, expect, it} from 'vitest'
import {liveFrame} from '../../../../src/lib/output/terminal/live-frame.js'

const table = 'NAME\tREADY \na   \tTrue \t\nb   \tFalse\t\n'

describe('frames of a live table', () => {
  it('writes the first one and goes back over it for the next', () => {
    const first = liveFrame(table, 0, {columns: 80, rows: 24})
    expect(first).toEqual({text: 'NAME  READY\na     True\nb     False\n', lines: 3})
    expect(liveFrame('NAME\n', first.lines, {columns: 80, rows: 24})).toEqual({text: '\x1b[3A\r\x1b[JNAME\n', lines: 1})
  })

  it('cuts lines and rows to the terminal', () => {
    expect(liveFrame('äöüß€𝄞xyz\n', 0, {columns: 7, rows: 5}).text).toBe('äöüß€𝄞…\n')
    expect(liveFrame(table, 0, {columns: 80, rows: 3})).toEqual({text: 'NAME  READY\n... and 2 more\n', lines: 2})
    expect(liveFrame(table, 0, {columns: 1, rows: 1})).toEqual({text: '…\n', lines: 1})
  })

  it('cuts wide characters where they would wrap', () => {
    expect(liveFrame('日本語です\n', 0, {columns: 6, rows: 5}).text).toBe('日本…\n')
    expect(liveFrame('日本語\n', 0, {columns: 6, rows: 5}).text).toBe('日本語\n')
    expect(liveFrame('a\u0301b\u0301c\u0301d\n', 0, {columns: 3, rows: 5}).text).toBe('a\u0301b\u0301…\n')
  })

  it('lets no object move the cursor', () => {
    const {text, lines} = liveFrame('a\x1b[2J\tb\rc\x07\x7f\u009b3A\n', 0, {columns: 80, rows: 5})
    expect({text, lines}).toEqual({text: 'a^[[2J  b^Mc^G^?\ufffd3A\n', lines: 1})
  })
})
