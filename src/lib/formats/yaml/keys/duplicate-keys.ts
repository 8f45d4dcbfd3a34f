import {goFloat} from '../../../errors/go-float.js'
import {goQuote} from '../../../errors/go-quote.js'
import {composeDocuments} from '../go/composer.js'
import type {NodeBuilder} from '../go/node-builder.js'
import {STYLE} from '../go/token.js'
import {resolvePlain} from '../scalar.js'

interface Node {
  /** what a key is for Go's `%#v`: two keys are one when they are printed alike */
  readonly shown: string
  readonly isMerge: boolean
  /** 1-based */
  readonly line: number
  /** of a map: its keys with the lines of their values */
  readonly keys?: Map<string, number>
  /** of a list */
  readonly items?: Node[]
}

/** Keys that `<<` may bring into the maps of one document before nobody looks any more: those of a bomb have no end. */
const MAX_MERGED = 1_000_000

/**
 * Keys that stand twice in a map of the first document, as go-yaml v2 tells of them: with the line of the second value, inner maps
 * first, and a key that `<<` has brought may not come again: `line 4: key "k" already set in map`. Throws YamlFault.
 */
export function duplicateKeys(text: string): readonly string[] {
  const finder = new Finder()
  for (const _ of composeDocuments(text, finder)) break
  return finder.found
}

class Finder implements NodeBuilder<Node> {
  readonly found: string[] = []
  #merged = 0

  scalar(value: string, tag: string, style: number, line: number): Node {
    const isPlain = style === STYLE.plain && tag === ''
    return {shown: isPlain ? shownPlain(value) : goQuote(value), isMerge: isPlain && value === '<<', line}
  }

  alias(_name: string, target: Node, line: number): Node {
    return {...target, line}
  }

  sequence(_tag: string, _flow: boolean, line: number): Node {
    return {shown: '', isMerge: false, line, items: []}
  }

  mapping(_tag: string, _flow: boolean, line: number): Node {
    return {shown: '', isMerge: false, line, keys: new Map()}
  }

  add({items}: Node, item: Node): void {
    items?.push(item)
  }

  pair({keys}: Node, key: Node, value: Node): void {
    if (keys === undefined) return
    if (key.isMerge) this.#merge(keys, value)
    else this.#set(keys, key.shown, value.line)
  }

  end(): void {}

  restart(): void {
    this.found.length = 0
    this.#merged = 0
  }

  /** Of several maps the last goes first. */
  #merge(keys: Map<string, number>, {keys: others, items}: Node): void {
    for (const item of [...(items ?? [])].reverse()) this.#merge(keys, item)
    for (const [shown, line] of [...(others ?? [])]) {
      if (++this.#merged > MAX_MERGED) return
      this.#set(keys, shown, line)
    }
  }

  #set(keys: Map<string, number>, shown: string, line: number): void {
    // maps and lists are no keys: whoever reads the text says so
    if (shown === '') return
    if (keys.has(shown)) this.found.push(`line ${line}: key ${shown} already set in map`)
    else keys.set(shown, line)
  }
}

function shownPlain(text: string): string {
  const value = resolvePlain(text, 'kubernetes')
  if (typeof value === 'string') return goQuote(value)
  if (value === null) return '<nil>'
  return typeof value === 'number' && !Number.isInteger(value) ? goFloat(value) : String(value)
}
