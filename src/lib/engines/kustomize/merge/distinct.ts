import {lookup, setScalar} from '../node/fields.js'
import {emptySeq, isEmptyMap, isNull, MAP, type Node, SCALAR, SEQ, scalar} from '../node/node.js'
import type {MergeSchema} from '../schema/schema.js'
import type {Merge} from './types.js'

/** Below this the general way is as quick. */
const WORTH_IT = 16

/**
 * The same as the general merge for lists in which every element has all keys and no two have the same: one look at
 * each element instead of comparing all with all. Undefined when the lists are not like that.
 */
export function mergeDistinct(dest: Node, patch: Node | undefined, schema: MergeSchema, walk: Merge): Node | undefined {
  if (dest.content.length + (patch?.content.length ?? 0) < WORTH_IT || dest === patch) return undefined
  const {keys} = schema
  const ours = index(dest, keys)
  const theirs = patch === undefined ? new Map<string, Node>() : index(patch, keys)
  if (ours === undefined || theirs === undefined) return undefined
  const elements = schema.elements()
  const added = new Map<string, Node>()
  const gone = new Set<string>()
  for (const id of new Set([...theirs.keys(), ...ours.keys()])) {
    const value = walk(ours.get(id), theirs.get(id), elements)
    if (isNull(value) || isEmptyMap(value)) {
      gone.add(id)
      continue
    }
    if (keys.length === 0) setScalar(value!, scalar(value!.value))
    added.set(id, value!)
  }
  for (const [id, element] of ours) {
    if (gone.has(id)) continue
    // with several keys an element moves to the end, as in the general merge
    if (keys.length > 1) added.delete(id)
    added.set(id, element)
  }
  const list = emptySeq()
  list.content = [...added.values()]
  return list
}

/** Elements by the values of their keys; of plain values by themselves. */
function index(list: Node, keys: readonly string[]): Map<string, Node> | undefined {
  if (list.kind !== SEQ) return undefined
  const found = new Map<string, Node>()
  for (const item of list.content) {
    const id = keys.length === 0 ? plainId(item) : keyedId(item, keys)
    if (id === undefined || found.has(id)) return undefined
    found.set(id, item)
  }
  return found
}

function plainId(item: Node): string | undefined {
  return item.kind === SCALAR && !isNull(item) && item.value !== '' ? item.value : undefined
}

function keyedId(item: Node, keys: readonly string[]): string | undefined {
  if (item.kind !== MAP) return undefined
  const values: string[] = []
  for (const key of keys) {
    const value = lookup(item.content, key)
    if (value === undefined || isNull(value) || value.kind !== SCALAR || value.value === '') return undefined
    values.push(value.value)
  }
  return values.join('\0')
}
