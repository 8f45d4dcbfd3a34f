import type {FieldSpec} from '../config/field-spec.js'
import {LARGE} from '../merge/large-map.js'
import {compareBytes, quoteOld} from '../node/fields.js'
import {tagOf} from '../node/meaning.js'
import {append, MAP, NO_CONTENT, Node, PLAIN, SCALAR, scalar, TAG} from '../node/node.js'
import type {ResMap} from '../resource/res-map.js'
import {FieldFilter, nodeSetter} from './field-filter.js'

/** Sets labels or annotations, one by one in the order of their names, at every place. `where` tells where a key was written. */
export function setPairs(
  map: ResMap,
  pairs: ReadonlyMap<string, string>,
  specs: readonly FieldSpec[],
  where?: (key: string) => string,
): void {
  if (pairs.size === 0) return
  const filters = specs.map((spec) => new FieldFilter(spec, {kind: MAP, tag: TAG.map}))
  const keys = [...pairs.keys()].sort(compareBytes)
  // what is no text without quotes cannot be printed as a key
  const odd = where === undefined ? [] : keys.filter((key) => key !== '' && tagOf(key) !== TAG.string)
  for (const resource of map.resources) {
    const {node} = resource
    const matching = filters.filter((filter) => filter.matches(node!))
    const added = keys.length > LARGE ? new Added() : undefined
    for (const key of keys) {
      const value = new Node(SCALAR, TAG.string, pairs.get(key)!, PLAIN, NO_CONTENT)
      const set = nodeSetter(key, value)
      const counted = (field: Node) => {
        const before = field.content.length
        if (added?.add(field, key, value) !== true) set(field)
        map.grow(field.content.length - before)
      }
      for (const filter of matching) filter.apply(node!, counted)
    }
    if (odd.length > 0)
      resource.keysAt = new Map([...odd.map((key) => [key, () => where!(key)] as const), ...(resource.keysAt ?? [])])
  }
  map.changed()
}

/** Of many pairs those that a map does not have yet are added without looking at all that it has for each. */
class Added {
  /** the names of each map, and how long it was then */
  readonly #known = new Map<Node, {names: Set<string>; length: number}>()

  /** @returns false when the map is to be looked at: the name is there, or it is no map */
  add(field: Node, name: string, value: Node): boolean {
    if (name === '' || field.kind !== MAP || field.tag === TAG.null) return false
    let known = this.#known.get(field)
    if (known?.length !== field.content.length) {
      known = {names: new Set(field.content.flatMap((key, i) => (i % 2 === 0 ? [key.value] : []))), length: 0}
      this.#known.set(field, known)
    }
    if (known.names.has(name)) return false
    known.names.add(name)
    quoteOld(value)
    append(field, scalar(name), value)
    known.length = field.content.length
    return true
  }
}
