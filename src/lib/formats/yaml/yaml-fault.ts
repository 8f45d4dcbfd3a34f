import {composeDocuments} from './go/composer.js'
import {YamlFault} from './go/fault.js'
import type {NodeBuilder} from './go/node-builder.js'
import {resolvePlain} from './scalar.js'
import {timestampOf} from './timestamp.js'

/** What is wrong with a YAML text in the words of Go's reader (`yaml: line 3: ...`); undefined when nothing is. */
export function yamlFault(text: string): string | undefined {
  let fault: string | undefined
  // no node is undefined: that is an anchor which nobody set
  const builder: NodeBuilder<null> = {
    scalar: (value, tag) => {
      fault ??= tagFault(value, tag)
      return null
    },
    alias: () => null,
    sequence: () => null,
    mapping: () => null,
    add() {},
    pair() {},
    end() {},
  }
  try {
    for (const _ of composeDocuments(text, builder)) if (fault !== undefined) return `yaml: ${fault}`
    return undefined
  } catch (error) {
    if (error instanceof YamlFault) return `yaml: ${error.text(2)}`
    throw error
  }
}

/** Tags that ask for a scalar of one kind. */
const TAGS = new Set(['!!bool', '!!int', '!!float', '!!null', '!!timestamp'])

function tagFault(value: string, tag: string): string | undefined {
  if (!TAGS.has(tag) || (tag === '!!timestamp' && timestampOf(value) !== undefined)) return undefined
  const own = tagOf(value)
  return own === tag || (own === '!!int' && tag === '!!float') ? undefined : `cannot decode ${own} \`${value}\` as a ${tag}`
}

function tagOf(value: string): string {
  const found = resolvePlain(value, 'kubernetes')
  if (found === null) return '!!null'
  if (typeof found === 'number') return Number.isInteger(found) && !/[.eE]/.test(value) ? '!!int' : '!!float'
  return {boolean: '!!bool', bigint: '!!int'}[typeof found as string] ?? '!!str'
}
