import {composeDocuments, type NodeBuilder} from './go/composer.js'
import {YamlFault} from './go/fault.js'

const NOTHING: NodeBuilder<undefined> = {
  scalar: () => undefined,
  alias: () => undefined,
  sequence: () => undefined,
  mapping: () => undefined,
  add() {},
  pair() {},
  end() {},
}

/** What is wrong with a YAML text in the words of Go's reader (`yaml: line 3: ...`); undefined when nothing is. */
export function yamlFault(text: string): string | undefined {
  try {
    for (const _ of composeDocuments(text, NOTHING));
    return undefined
  } catch (error) {
    if (error instanceof YamlFault) return `yaml: ${error.text(2)}`
    throw error
  }
}
