import {compareKeys} from '../../../formats/yaml/order.js'
import {jsonOf, keyOf} from './meaning.js'
import type {Node} from './node.js'

/**
 * Places of a map's keys in its `content`, in the order in which JSON and YAML are printed.
 * @throws KustomizeError for a key that is no text or is there twice
 */
export function sortedMembers(map: Node): number[] {
  const {content} = map
  const places: number[] = []
  let sorted = true
  let last = ''
  for (let i = 0; i < content.length; i += 2) {
    const name = keyOf(content[i]!)
    // not in strict order: two may be the same
    if (sorted && i > 0 && compareKeys(last, name) >= 0) sorted = false
    last = name
    places.push(i)
  }
  if (sorted) return places
  refuseDoubles(map)
  return places.sort((a, b) => compareKeys(content[a]!.value, content[b]!.value))
}

const FEW = 16

/** @throws KustomizeError for a key that is there twice */
function refuseDoubles(map: Node): void {
  const {content} = map
  if (content.length > FEW) {
    const names = new Set<string>()
    for (let i = 0; i < content.length; i += 2) names.add(content[i]!.value)
    if (names.size * 2 < content.length) jsonOf(map)
    return
  }
  for (let i = 2; i < content.length; i += 2) {
    const {value} = content[i]!
    for (let j = 0; j < i; j += 2) if (content[j]!.value === value) jsonOf(map)
  }
}
