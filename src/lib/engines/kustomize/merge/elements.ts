import {demandKind, lookup} from '../node/fields.js'
import {isEmptyMap, isNull, MAP, type Node, SCALAR, SEQ} from '../node/node.js'

/** A field with a value when `value` is given: kyaml's FieldMatcher. An empty name means the scalar itself. */
function fieldMatching(node: Node, name: string, value: string | undefined): Node | undefined {
  if (isNull(node)) return undefined
  if (name === '') {
    demandKind(node, SCALAR)
    return node.value === (value ?? '') ? node : undefined
  }
  demandKind(node, MAP)
  const found = lookup(node.content, name)
  // an empty value matches any
  return found !== undefined && (value === undefined || value === '' || found.value === value) ? found : undefined
}

/** The first element of a list with these values (any value of the keys when `values` is undefined). */
export function findElement(list: Node, keys: readonly string[], values: readonly string[] | undefined): Node | undefined {
  if (isNull(list) || list.kind !== SEQ) return undefined
  if (keys[0] === undefined || keys[0] === '') return list.content.find((item) => item.value === (values?.[0] ?? ''))
  for (const item of list.content) {
    if (isNull(item) || item.kind !== MAP) continue
    const matches = keys.every((key, i) => {
      const found = lookup(item.content, key)
      return found !== undefined && (values === undefined || found.value === values[i])
    })
    if (matches) return item
  }
  return undefined
}

/**
 * kyaml's ElementSetter: puts `element` in the place of those with these values, appends it when there are none, or
 * removes them when there is no element. Empty and null elements are dropped on the way.
 */
export function setElement(list: Node, element: Node | undefined, keys: readonly string[], values: readonly string[]): void {
  demandKind(list, SEQ)
  const mappings = keys.length > 0 && keys[0] !== '' && values.length > 0 && values[0] !== ''
  const content: Node[] = []
  let matched = false
  for (const item of list.content) {
    if (isNull(item) || isEmptyMap(item)) continue
    if (item.kind !== MAP && mappings) {
      content.push(item)
      continue
    }
    if (!hasValues(item, keys, values)) {
      if (values.length > 0) content.push(item)
      continue
    }
    matched = true
    if (element !== undefined) content.push(element)
  }
  list.content = content
  if (!isNull(element) && !matched) list.content.push(element!)
}

function hasValues(item: Node, keys: readonly string[], values: readonly string[]): boolean {
  let found: Node | undefined
  for (let i = 0; i < keys.length; i++) {
    if (i < values.length) found = fieldMatching(item, keys[i]!, values[i])
    if (found === undefined) return false
  }
  return true
}
