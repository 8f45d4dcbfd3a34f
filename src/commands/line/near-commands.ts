import {type CommandNode, nearWords} from './command-tree.js'

/** Aliases of two letters (`ks`, `hr`) are near to everything short, as is any short word with another beginning. */
const SHORTEST = 3

/** Full command lines of a group near to a word that is none of its commands, each once; empty when nothing is near. */
export function nearCommands(node: CommandNode, word: string): string[] {
  const first = word[0]?.toLowerCase()
  const near = nearWords(
    word,
    [...node.children.keys()].filter((name) => name.length >= SHORTEST && name[0] === first),
  )
  return [...new Set(near.map((name) => node.children.get(name)!.path.join(' ')))]
}
