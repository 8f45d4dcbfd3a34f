import {lookup} from '../node/fields.js'
import {isNull, type Node, SCALAR, SEQ} from '../node/node.js'

/** Parts of paths as a tree: what paths have in common is walked once. */
interface Branch {
  readonly below: Map<string, Branch>
  /** places of the paths that end here */
  readonly ends: number[]
}

/** Tells for many paths at once which of them may lead to something in an object. */
export class PresentPaths {
  readonly #root: Branch = {below: new Map(), ends: []}

  /** `undefined` stands for a path that has to be tried always. */
  constructor(paths: readonly (readonly string[] | undefined)[]) {
    paths.forEach((path, place) => {
      let branch = this.#root
      for (const part of path ?? []) {
        let next = branch.below.get(part)
        if (next === undefined) {
          next = {below: new Map(), ends: []}
          branch.below.set(part, next)
        }
        branch = next
      }
      branch.ends.push(place)
    })
  }

  /** Places of the paths that lead somewhere, or into something that is neither map nor list. */
  of(object: Node): ReadonlySet<number> {
    const found = new Set<number>()
    walk(object, this.#root, found)
    return found
  }
}

function walk(node: Node, branch: Branch, found: Set<number>): void {
  for (const place of branch.ends) found.add(place)
  if (branch.below.size === 0 || isNull(node)) return
  if (node.kind === SCALAR) addAll(branch, found)
  else if (node.kind === SEQ) for (const item of node.content) walk(item, branch, found)
  else {
    for (const [name, next] of branch.below) {
      const value = lookup(node.content, name)
      if (value !== undefined) walk(value, next, found)
    }
  }
}

function addAll(branch: Branch, found: Set<number>): void {
  for (const place of branch.ends) found.add(place)
  for (const next of branch.below.values()) addAll(next, found)
}
