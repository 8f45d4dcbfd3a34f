import {describe, expect, it} from 'vitest'
import {composeDocuments} from '../../../../src/lib/formats/yaml/go/composer.js'
import type {YamlFault} from '../../../../src/lib/formats/yaml/go/fault.js'
import type {NodeBuilder} from '../../../../src/lib/formats/yaml/go/node-builder.js'
import type {Comment} from '../../../../src/lib/formats/yaml/go/token.js'

/** Nodes as short texts, `tag style value @line`. */
const builder: NodeBuilder<unknown[]> = {
  scalar: (value, tag, style, line) => [value, tag, style, line],
  alias: (name, _, line) => [`*${name}`, line],
  sequence: (tag, flow) => [`[${tag}${flow ? 'flow' : ''}`],
  mapping: (tag, flow) => [`{${tag}${flow ? 'flow' : ''}`],
  add: (list, item) => void list.push(item),
  pair: (map, key, value) => void map.push(key, value),
  end: () => {},
}

const read = (text: string) => [...composeDocuments(text, builder)].map(({root}) => root)

describe('go-yaml reader', () => {
  it('keeps tags, styles and lines', () => {
    expect(read('a: !!str 1\nb:\n- "x"\n- \'y\'\nc: {d: |-\n    }\n'.replace('{d: |-\n    }', '{d: e}'))).toEqual([
      [
        '{',
        ['a', '', 0, 1],
        ['1', '!!str', 0, 1],
        ['b', '', 0, 2],
        ['[', ['x', '', 1, 3], ['y', '', 2, 4]],
        ['c', '', 0, 5],
        ['{flow', ['d', '', 0, 5], ['e', '', 0, 5]],
      ],
    ])
  })

  it('reads block texts', () => {
    const value = (text: string) => (read(text)[0] as unknown[][])[2]![0]
    expect(value('a: |\n  one\n\n  two\n\n')).toBe('one\n\ntwo\n')
    expect(value('a: >-\n  one\n  two\n\n  three\n')).toBe('one two\nthree')
    expect(value('a: |+2\n    one\n\n')).toBe('  one\n\n')
    expect(value('a: "x\\u00e9\\\n  y\n\n  z"\n')).toBe('xéy\nz')
  })

  it('gives comments with their lines', () => {
    const comments: Comment[] = []
    for (const document of composeDocuments('# a\nb: 1 # c\n', builder, comments)) expect(document.line).toBe(2)
    expect(comments).toEqual([
      {text: '# a', line: 1, alone: true},
      {text: '# c', line: 2, alone: false},
    ])
  })

  it.each([
    ['a: [1\n', "line 1: did not find expected ',' or ']'"],
    ['a: b: c\n', 'mapping values are not allowed in this context'],
    ['a:\n\t- b\n', 'line 2: found character that cannot start any token'],
    ['a: *b\n', "unknown anchor 'b' referenced"],
    ['a: "b\n', 'line 2: found unexpected end of stream'],
    ['a: 1\n- b\n', 'line 1: did not find expected key'],
    ['a: \x01\n', 'control characters are not allowed'],
    ['%YAML 3.0\n---\na: 1\n', 'found incompatible YAML document'],
    ['a: !x!y b\n', 'found undefined tag handle'],
    ['a: @b\n', 'found character that cannot start any token'],
    ['a: "\\q"\n', 'found unknown escape character'],
    ['['.repeat(1200), 'exceeded max depth'],
  ])('%j is refused in its words', (text, message) => {
    let fault: YamlFault | undefined
    try {
      read(text)
    } catch (error) {
      fault = error as YamlFault
    }
    expect(fault?.text(3)).toContain(message)
  })
})
