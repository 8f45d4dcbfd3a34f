import type {CommandNode} from '../command-tree.js'
import {calledKinds} from './called-kinds.js'
import {foreignHints} from './foreign-words.js'
import {verbHints} from './near-commands.js'
import {turnedToComeHints} from './to-come.js'
import {placeOf, plainWords} from './typed-words.js'

/** Words of other tools for looking at objects. */
const LOOKS: ReadonlySet<string> = new Set(['list', 'ls', 'show', 'status', 'view'])

/** What somebody means whose line begins with a kind: the verb may stand behind it or behind the name, be it one of another tool. */
export function kindFirstHints(typed: readonly string[], root: CommandNode): string[] {
  const words = plainWords(typed).flatMap((word) => word.split('/'))
  const turned = turnedToComeHints(words)
  if (turned.length > 0) return turned
  const {rows, rest} = calledKinds(words)
  if (rows.length === 0) return []
  const place = placeOf(typed)
  const kind = words.slice(0, words.length - rest.length)
  for (const at of [0, 1]) {
    const verb = rest[at]
    if (verb === undefined) break
    const object = [...kind, ...rest.toSpliced(at, 1), ...place]
    if (LOOKS.has(verb)) return verbHints(object, root)
    if (root.children.get(verb)?.children.size) return verbHints([...kind, verb, ...rest.toSpliced(at, 1), ...place], root)
    const foreign = foreignHints(verb, object)
    if (foreign) return foreign
  }
  return verbHints(typed, root)
}
