import {describe, expect, it} from 'vitest'
import {parseYaml} from '../../../../src/lib/formats/yaml/parse.js'
import {printable, readerFault, yamlText} from '../../../../src/lib/formats/yaml/reader.js'

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))))

describe('what the reader of YAML refuses', () => {
  it('leaves text of any script as it is', () => {
    const text = 'a: é 日本 😀 \u{103ff} \ufeff\n'
    expect(yamlText(Buffer.from(text))).toBe(text)
    expect(readerFault(text)).toBeUndefined()
    expect(printable(text)).toBe(text)
  })

  it.each([
    ['invalid trailing UTF-8 octet', bytes('a: 1\nx: caf', 0xe9, ' au lait\n'), 1, 6],
    ['incomplete UTF-8 octet sequence', bytes('x: caf', 0xe9, '\n'), 0, 6],
    ['incomplete UTF-8 octet sequence', bytes('x: ', 0xe2, 0x82), 0, 3],
    ['invalid leading UTF-8 octet', bytes('x: ', 0xff, '\n'), 0, 3],
    ['invalid length of a UTF-8 sequence', bytes('x: ', 0xc0, 0x80, '\n'), 0, 3],
    ['invalid Unicode character', bytes('😀: ', 0xed, 0xa0, 0x80, '\n'), 0, 4],
    ['control characters are not allowed', bytes('a: 1\n\nx: ', 1), 2, 3],
  ])('says %s and where', (problem, data, line, column) => {
    const text = yamlText(data)
    expect(readerFault(text)).toEqual({problem, line, column})
    expect(() => parseYaml(text, {file: 'a.yaml'})).toThrow(`a.yaml:${line + 1}:${column + 1}: ${problem}`)
    expect(printable(text)).not.toMatch(/[\ud800-\udfff]/u)
  })
})
