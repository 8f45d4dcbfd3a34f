import {compareKeys} from '../../../formats/yaml/order.js'
import {isLostKey, jsonOf, keyOf} from './json-of.js'
import {type Node, SCALAR, TAG} from './node.js'

/** Places of keys where they stand in order already. */
const IN_ORDER: readonly (readonly number[])[] = Array.from({length: 33}, (_, count) =>
  Object.freeze(Array.from({length: count}, (_, i) => 2 * i)),
)

/**
 * Places of a map's keys in its `content`, in the order in which JSON and YAML are printed. `top`: the map is the object itself;
 * `inFlow`: it is in `{}` or `[]`.
 * @throws KustomizeError for a key that is no text or is there twice
 */
export function sortedMembers(map: Node, top: boolean, inFlow: boolean): readonly number[] {
  const {content} = map
  if (top && content.some((key, i) => i % 2 === 0 && key.tag === '' && isLostKey(key))) return sortedRest(content, inFlow)
  if (isSorted(content, top, inFlow)) return IN_ORDER[content.length / 2] ?? places(content)
  refuseDoubles(map)
  const name = (at: number) => keyOf(content[at]!, top, inFlow)
  return places(content).sort((a, b) => compareKeys(name(a), name(b)))
}

/** The same without keys that are lost. */
function sortedRest(content: readonly Node[], inFlow: boolean): number[] {
  const kept = places(content).filter((at) => !isLostKey(content[at]!))
  return kept.sort((a, b) => compareKeys(keyOf(content[a]!, true, inFlow), keyOf(content[b]!, true, inFlow)))
}

function places(content: readonly Node[]): number[] {
  return Array.from({length: content.length / 2}, (_, i) => 2 * i)
}

/** In strict order, with nothing twice. Looks at every key. */
function isSorted(content: readonly Node[], top: boolean, inFlow: boolean): boolean {
  let sorted = true
  let last = ''
  let lastCode = 0
  for (let i = 0; i < content.length; i += 2) {
    const key = content[i]!
    const name = key.kind === SCALAR && key.tag === TAG.string ? key.value : keyOf(key, top, inFlow)
    if (!sorted) continue
    const code = name.charCodeAt(0)
    // letters that differ decide at once
    const clear = code !== lastCode && isLetter(code) && isLetter(lastCode)
    if (i > 0 && (clear ? lastCode > code : compareKeys(last, name) >= 0)) sorted = false
    last = name
    lastCode = code
  }
  return sorted
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)
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
