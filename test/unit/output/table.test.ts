import {describe, expect, it} from 'vitest'
import {renderTable} from '../../../src/lib/output/table.js'

describe('renderTable', () => {
  it('pads with blanks, joins with TABs and ends rows with a TAB, the header with a blank', () => {
    expect(
      renderTable(
        ['Name', 'Ready'],
        [
          ['web', 'True'],
          ['a-long-name', 'False'],
        ],
      ),
    ).toBe('NAME       \tREADY \nweb        \tTrue \t\na-long-name\tFalse\t\n')
  })

  it('continues a cell with line breaks on further rows', () => {
    expect(renderTable(['Name', 'Message'], [['web', 'one\nlonger two']])).toBe(
      'NAME\tMESSAGE    \nweb \tone       \t\n    \tlonger two\t\n',
    )
  })

  it('shows two blanks for lines that a cell has not, also where the column is narrower', () => {
    expect(renderTable(undefined, [['a', '', 'one\ntwo']])).toBe('a\t\tone\t\n  \t  \ttwo\t\n')
    expect(renderTable(undefined, [['', 'one\n\ntwo']])).toBe('\tone\t\n  \t   \t\n  \ttwo\t\n')
    expect(
      renderTable(
        ['Name', 'M'],
        [
          ['web', 'a\nb'],
          ['x', ''],
        ],
      ),
    ).toBe('NAME\tM \nweb \ta\t\n    \tb\t\nx   \t \t\n')
  })

  it('prints a header alone, and rows without one as narrow as they are', () => {
    expect(renderTable(['Name'], [])).toBe('NAME \n')
    expect(renderTable(undefined, [['a', 'b']])).toBe('a\tb\t\n')
  })
})
