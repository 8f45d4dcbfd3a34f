import {describe, expect, it} from 'vitest'
import {liveFrame} from '../../../../src/lib/output/terminal/live-frame.js'

const table = 'NAME\tREADY \na   \tTrue \t\nb   \tFalse\t\n'

describe('frames of a live table', () => {
  it('writes the first one and goes back over it for the next', () => {
    const first = liveFrame(table, 0, {columns: 80, rows: 24})
    expect(first).toEqual({text: 'NAME  READY\na     True\nb     False\n', lines: 3})
    expect(liveFrame('NAME\n', first.lines, {columns: 80, rows: 24})).toEqual({text: '\x1b[3A\r\x1b[JNAME\n', lines: 1})
  })

  it('cuts lines and rows to the terminal, characters of any width counted as one', () => {
    expect(liveFrame('äöüß€𝄞xyz\n', 0, {columns: 7, rows: 5}).text).toBe('äöüß€𝄞…\n')
    expect(liveFrame(table, 0, {columns: 80, rows: 3})).toEqual({text: 'NAME  READY\n... and 2 more\n', lines: 2})
    expect(liveFrame(table, 0, {columns: 1, rows: 1})).toEqual({text: '…\n', lines: 1})
  })
})
