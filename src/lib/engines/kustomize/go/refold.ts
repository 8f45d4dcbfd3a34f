import {composeDocuments} from '../../../formats/yaml/go/composer.js'
import type {NodeBuilder} from '../../../formats/yaml/go/node-builder.js'

/** Only wants the text of the scalars. */
const TEXTS: NodeBuilder<string[]> = {
  scalar: (value) => [value],
  alias: (_name, target) => target,
  sequence: () => [],
  mapping: () => [],
  add: (list, item) => {
    list.push(...item)
  },
  pair: () => undefined,
  end: () => undefined,
}

/**
 * What becomes of a folded scalar (`>`) when yaml.v3 prints it and it is read again: not always the same, since it adds
 * line breaks before lines that are indented further.
 */
export function refolded(value: string): string {
  if (!value.includes('\n') || value.endsWith(' ') || / \n/.test(value)) return value
  const hint = /^[ \n]/.test(value) ? '2' : ''
  const chomp = !value.endsWith('\n') ? '-' : value === '\n' || value.endsWith('\n\n') ? '+' : ''
  const text = `- >${hint}${chomp}\n${foldedLines(value)}${value.endsWith('\n') ? '' : '\n'}`
  for (const {root} of composeDocuments(text, TEXTS)) return root[0] ?? value
  return value
}

function foldedLines(value: string): string {
  // the first text of the whole scalar, not what follows the break, decides whether breaks are doubled
  const doubles = /^\n*[^ \t\n]/.test(value)
  let out = ''
  let breaks = true
  let leadingSpace = true
  for (const char of value) {
    if (char === '\n') {
      if (!breaks && !leadingSpace && doubles) out += '\n'
      out += '\n'
      breaks = true
      continue
    }
    if (breaks) {
      out += '  '
      leadingSpace = char === ' ' || char === '\t'
    }
    out += char
    breaks = false
  }
  return out
}
