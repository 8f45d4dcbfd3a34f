import {describe, expect, it} from 'vitest'
import {seededRandom} from '../../../../src/lib/adapters/system/random.js'
import {parseCel} from '../../../../src/lib/formats/cel/syntax/parser.js'

const START = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}"

function errorsOf(source: string): string[] {
  try {
    parseCel(source)
    return []
  } catch (error) {
    return [...(error as Error).message.matchAll(/<input>:(\d+:\d+: .*)/g)].map(([, text]) => text!)
  }
}

describe('syntax errors', () => {
  it.each([
    ['1 + ) + ( 2', [`1:5: Syntax error: mismatched input ')' expecting ${START}`, "1:12: Syntax error: missing ')' at '<EOF>'"]],
    ['[1,2', ["1:5: Syntax error: mismatched input '<EOF>' expecting {']', ','}"]],
    [
      'a ? : c',
      [`1:5: Syntax error: extraneous input ':' expecting ${START}`, "1:8: Syntax error: mismatched input '<EOF>' expecting ':'"],
    ],
    ['{a b}', ["1:4: Syntax error: missing ':' at 'b'"]],
    [
      'a.in',
      [
        "1:3: Syntax error: no viable alternative at input '.in'",
        `1:5: Syntax error: mismatched input '<EOF>' expecting ${START}`,
      ],
    ],
    ['!', [`1:2: Syntax error: extraneous input '<EOF>' expecting ${START}`]],
    [
      '"\\8"',
      [
        `1:1: Syntax error: token recognition error at: '"\\8'`,
        `1:4: Syntax error: token recognition error at: '"'`,
        `1:5: Syntax error: mismatched input '<EOF>' expecting ${START}`,
      ],
    ],
    ['a.`b c`', ["1:3: unsupported syntax: '`'"]],
    ['b"\\u0041"', ['1:1: unable to unescape string']],
  ] as const)('%s', (source, errors) => {
    expect(errorsOf(source)).toEqual(errors)
  })

  it('gives up after thirty attempts', () => {
    expect(errorsOf('+ '.repeat(200)).at(-1)).toMatch(/^1:\d+: Syntax error: error recovery attempt limit exceeded: 30$/)
  })

  it('comes to an end with whatever it is given', () => {
    const random = seededRandom(5)
    const tokens = [
      'a',
      '1',
      '"s"',
      '.',
      '[',
      ']',
      '(',
      ')',
      '{',
      '}',
      ',',
      ':',
      '?',
      '+',
      '-',
      '*',
      '==',
      '&&',
      '!',
      'in',
      'true',
      '\\',
      '`',
    ]
    let refused = 0
    for (let round = 0; round < 3000; round++) {
      const words = Array.from(
        {length: 1 + Math.floor(random.float() * 25)},
        () => tokens[Math.floor(random.float() * tokens.length)],
      )
      if (errorsOf(words.join(' ')).length > 0) refused++
    }
    expect(refused).toBeGreaterThan(2500)
  })
})
