import {composeDocuments, type NodeBuilder} from './go/composer.js'

interface Node {
  readonly key: string
  readonly line: number
  readonly seen?: Set<string>
}

/** Keys that stand twice in a map of the first document, as go-yaml tells of them: `line 4: key "k" already set in map`. Throws YamlFault. */
export function duplicateKeys(text: string): readonly string[] {
  const found: string[] = []
  const map = (line: number): Node => ({key: '', line, seen: new Set()})
  const builder: NodeBuilder<Node> = {
    scalar: (key, _tag, _style, line) => ({key, line}),
    alias: (_name, {key}, line) => ({key, line}),
    sequence: (_tag, _flow, line) => ({key: '', line}),
    mapping: (_tag, _flow, line) => map(line),
    add() {},
    pair({seen}, {key, line}) {
      // merged keys may come again
      if (key === '<<') return
      if (seen?.has(key)) found.push(`line ${line}: key ${JSON.stringify(key)} already set in map`)
      seen?.add(key)
    },
    end() {},
  }
  for (const _ of composeDocuments(text, builder)) break
  return found
}
