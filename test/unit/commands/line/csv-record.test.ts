import {describe, expect, it} from 'vitest'
import {csvRecord} from '../../../../src/commands/line/csv-record.js'

/** More of it in test/corpus/cli-create (create-lines/list-*), recorded from pflag. */
describe('csvRecord', () => {
  it.each([
    ['', []],
    ['a,b', ['a', 'b']],
    [',', ['', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['"a ""b"""', ['a "b"']],
    ['"a\r\nb",c\nnot this', ['a\nb', 'c']],
  ])('%j', (text, fields) => {
    expect(csvRecord(text)).toEqual(fields)
  })

  it.each([
    ['a"b', 'parse error on line 1, column 2: bare " in non-quoted-field'],
    ['x,ä"b', 'parse error on line 1, column 5: bare " in non-quoted-field'],
    ['"a', 'parse error on line 1, column 3: extraneous or missing " in quoted-field'],
    ['\n', 'EOF'],
  ])('refuses %j', (text, words) => {
    expect(() => csvRecord(text)).toThrow(words)
  })
})
