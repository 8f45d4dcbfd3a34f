import {composeDocuments} from '../go/composer.js'
import type {NodeBuilder} from '../go/node-builder.js'
import {STYLE} from '../go/token.js'
import {resolvePlain} from '../scalar.js'
import {wideText} from '../value/utf16.js'

/** A key that its map has had before. */
export interface RepeatedKey {
  /** 1-based, in the whole text */
  readonly line: number
  /** `spec.values["app.yaml"]`, `items[2].data`: names alone, no value */
  readonly path: string
}

/**
 * The keys in a text (of `yamlText`) that have stood in their maps before, in order: readers that let the last one count (kubectl, helm)
 * pass over the others. What `<<` brings may have another value.
 * @throws YamlFault
 */
export function repeatedKeys(text: string): readonly RepeatedKey[] {
  const found: RepeatedKey[] = []
  for (const {root} of composeDocuments(wideText(text)?.text ?? text, new Finder())) {
    for (const {line, steps} of root.repeated ?? []) found.push({line, path: steps.join('').replace(/^\./, '')})
  }
  return found.sort((a, b) => a.line - b.line)
}

interface Repeated {
  readonly line: number
  readonly steps: readonly string[]
}

interface Node {
  /** as a key; undefined for maps and lists, which are none */
  readonly key?: string | undefined
  readonly isMerge?: boolean
  readonly line: number
  readonly keys?: Set<string>
  length?: number
  /** in it and below */
  repeated?: Repeated[]
}

class Finder implements NodeBuilder<Node> {
  scalar(value: string, tag: string, style: number, line: number): Node {
    const isPlain = style === STYLE.plain && tag === ''
    return {key: isPlain ? String(resolvePlain(value, 'kubernetes')) : value, isMerge: isPlain && value === '<<', line}
  }

  /** What is repeated in it is told where it stands. */
  alias(_name: string, {key}: Node, line: number): Node {
    return {key, line}
  }

  sequence(_tag: string, _flow: boolean, line: number): Node {
    return {line, length: 0}
  }

  mapping(_tag: string, _flow: boolean, line: number): Node {
    return {line, keys: new Set()}
  }

  add(list: Node, item: Node): void {
    const index = list.length ?? 0
    list.length = index + 1
    if (item.repeated) below(list, item.repeated, `[${index}]`)
  }

  pair(map: Node, {key, isMerge, line}: Node, value: Node): void {
    const step = stepOf(key)
    if (key !== undefined && !isMerge && map.keys) {
      if (map.keys.has(key)) below(map, [{line, steps: []}], step)
      map.keys.add(key)
    }
    if (value.repeated) below(map, value.repeated, step)
  }

  end(): void {}

  /** Nodes are made anew, and hold all that was found. */
  restart(): void {}
}

function below(node: Node, repeated: readonly Repeated[], step: string): void {
  node.repeated ??= []
  for (const {line, steps} of repeated) node.repeated.push({line, steps: [step, ...steps]})
}

const stepOf = (key: string | undefined): string =>
  key !== undefined && /^[\w/-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key ?? '')}]`
