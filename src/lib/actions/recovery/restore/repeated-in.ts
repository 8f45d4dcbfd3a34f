import {YamlFault} from '../../../formats/yaml/go/fault.js'
import {type RepeatedKey, repeatedKeys} from '../../../formats/yaml/keys/repeated-keys.js'
import type {YamlDocument} from '../../../formats/yaml/parse.js'
import type {Out} from '../../../ports/observe.js'

/** Keys that are named; more are counted. */
const NAMED = 5

/** Of documents of a text with keys that stand twice in their map: each such key with `FILE:LINE: ` in front. */
export function repeatedIn(text: string, file: string, documents: readonly YamlDocument[]): Map<YamlDocument, string[]> {
  const all = new Map<YamlDocument, string[]>()
  let at = 0
  for (const {line, path} of [...found(text)].sort((a, b) => a.line - b.line)) {
    while (at + 1 < documents.length && documents[at + 1]!.line <= line) at++
    const document = documents[at]
    if (!document || document.line > line) continue
    const keys = all.get(document) ?? []
    all.set(document, keys)
    keys.push(`${file}:${line}: ${path}`)
  }
  return all
}

function found(text: string): readonly RepeatedKey[] {
  try {
    return repeatedKeys(text)
  } catch (error) {
    // what is read all the same is judged by what was read
    if (error instanceof YamlFault) return []
    throw error
  }
}

/** A file that lost a map, or a line, in an edit shall not look as if all of it were back; kubectl takes it without a word. */
export function tellRepeated(out: Pick<Out, 'warning'>, manifests: readonly {readonly repeated?: readonly string[]}[]): void {
  const keys = [...new Set(manifests.flatMap(({repeated = []}) => repeated))]
  for (const key of keys.slice(0, NAMED)) out.warning(`${key} stands here once more: the last one counts`)
  const more = keys.length - NAMED
  if (more > 0) out.warning(more === 1 ? '1 more key stands twice in its map' : `${more} more keys stand twice in their maps`)
}
