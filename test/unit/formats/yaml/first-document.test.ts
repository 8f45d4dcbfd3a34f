import {describe, expect, it} from 'vitest'
import {firstDocument} from '../../../../src/lib/formats/yaml/first-document.js'

describe('firstDocument', () => {
  it.each([
    ['{"a":"}"} x', '{"a":"}"}'],
    ["# c\n--- {'a': '''}'} {", "# c\n--- {'a': '''}'}"],
    ['[1, # ]\n2]]', '[1, # ]\n2]'],
    ['{"a":"\\"}"}}', '{"a":"\\"}"}'],
    ['a: b\n---\n}{', 'a: b\n'],
    ['---\na: b\n...\n}{', '---\na: b\n'],
    ['a: b\n', 'a: b\n'],
    ['{"a":', '{"a":'],
    ['', ''],
  ])('%j', (text, first) => {
    expect(firstDocument(text)).toBe(first)
  })
})
