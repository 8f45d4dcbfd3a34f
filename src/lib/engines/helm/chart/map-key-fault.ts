import {goFloat} from '../../../errors/go-float.js'
import {goQuote} from '../../../errors/go-quote.js'
import {composeDocuments, type NodeBuilder} from '../../../formats/yaml/go/composer.js'
import {STYLE} from '../../../formats/yaml/go/token.js'
import {resolvePlain} from '../../../formats/yaml/scalar.js'

/** What a node is in Go's `%#v`, and for lists and maps what is in them. */
type Shape = string | {readonly items: Shape[]} | {readonly pairs: [Shape, Shape][]}

/** Braces within braces where a value may begin, not within quotes; a question mark for a key; a colon after braces that are no template's. */
const MAYBE =
  /(?:^[ \t]*|[-:?]\s+|[,[{]\s*|[!&]\S{0,99}[ \t]+)(?:\{\s*[{[]|\[\s*\[)|^[ \t]*(?:-[ \t]+)*\?\s|(?:(?<!\{\{[^}\n]*\})\}|\])\s*:/m

/**
 * Go's complaint about a map or a list that is the key of a map, as in `a: {{ .Values.x }}` that nobody rendered; undefined
 * when there is none. The text is fine otherwise.
 */
export function mapKeyFault(text: string): string | undefined {
  if (!MAYBE.test(text)) return undefined
  let fault: string | undefined
  const builder: NodeBuilder<Shape> = {
    scalar: (value, tag, style) => scalarText(value, tag, style),
    alias: (_, target) => target,
    sequence: () => ({items: []}),
    mapping: () => ({pairs: []}),
    add: (list, item) => {
      if (typeof list === 'object' && 'items' in list) list.items.push(item)
    },
    pair: (map, key, value) => {
      if (typeof map === 'object' && 'pairs' in map) map.pairs.push([key, value])
      if (typeof key === 'object') fault ??= `invalid map key: ${shown(key)}`
    },
    end() {},
  }
  for (const _ of composeDocuments(text, builder)) break
  return fault
}

function scalarText(value: string, tag: string, style: number): string {
  const found = style === STYLE.plain && tag === '' ? resolvePlain(value, 'kubernetes') : value
  if (found === null) return 'interface {}(nil)'
  if (typeof found === 'number') return goFloat(found)
  return typeof found === 'string' ? goQuote(found) : String(found ?? goQuote(value))
}

function shown(shape: Shape): string {
  if (typeof shape === 'string') return shape
  if ('items' in shape) return `[]interface {}{${shape.items.map(shown).join(', ')}}`
  const pairs = shape.pairs.map(([key, value]) => `${shown(key)}:${shown(value)}`)
  return `map[interface {}]interface {}{${pairs.sort().join(', ')}}`
}
