import {LimitExceeded} from '../../../errors/flux-error.js'
import {field, get, lookup, setField, setScalar} from '../node/fields.js'
import {emptySeq, isEmptyMap, isNilOrEmpty, isNull, MAP, type Node, SEQ, scalar} from '../node/node.js'
import type {MergeSchema} from '../schema/schema.js'
import {mergeDistinct} from './distinct.js'
import {findElement, setElement} from './elements.js'
import type {Merge} from './types.js'

type Values = readonly string[]

/** Where every element is compared with every other one. */
const MAX_ELEMENTS = 10_000

/** Merges two lists whose elements are told apart by keys, or whose elements are plain values. What is new comes first. */
export function mergeLists(dest: Node, patch: Node | undefined, schema: MergeSchema, walk: Merge): Node | undefined {
  const {keys} = schema
  const quick = mergeDistinct(dest, patch, schema, walk)
  if (quick !== undefined) return quick
  if (dest.content.length + (patch?.content.length ?? 0) > MAX_ELEMENTS) {
    throw new LimitExceeded(`a list of more than ${MAX_ELEMENTS} elements without distinct keys cannot be merged`)
  }
  const values = keyValues([patch, dest], keys)
  if (values.length > 0 || keys.length > 0) return new ListMerge(dest, patch, schema, walk).merge(values, keys)
  return new ListMerge(dest, patch, schema, walk).merge(primitiveValues([patch, dest]), [''])
}

class ListMerge {
  readonly #elements: MergeSchema | undefined

  constructor(
    private readonly dest: Node,
    private readonly patch: Node | undefined,
    schema: MergeSchema,
    private readonly walk: Merge,
  ) {
    this.#elements = schema.elements()
  }

  merge(given: Values[], keys: Values): Node | undefined {
    const list = keys.length > 1 ? joined(given) : given
    const added = emptySeq()
    let validKeys: Values = []
    for (const values of list) {
      if (values.length === 0) continue
      let validValues: Values
      ;[validKeys, validValues] = validate(list, values, keys)
      const value = this.#mergeElements(validKeys, validValues)
      if (isNull(value) || isEmptyMap(value)) {
        for (const _ of validKeys) setElement(this.dest, undefined, validKeys, validValues)
        continue
      }
      validKeys.forEach((key, i) => {
        if (field(value, key) === undefined && validValues[i] !== '') addKey(value!, key, validValues[i]!)
      })
      setElement(added, value, validKeys, validValues)
    }
    if (list.length === 0) return isNull(this.dest) ? undefined : this.dest
    appendAll(added, this.dest, validKeys)
    return added
  }

  #mergeElements(keys: Values, values: Values): Node | undefined {
    const [validKeys, validValues] = validate([values], values, keys)
    const pick = (list: Node | undefined) => (list === undefined ? undefined : findElement(list, validKeys, validValues))
    return this.walk(pick(this.dest), pick(this.patch), this.#elements)
  }
}

function addKey(value: Node, key: string, text: string): void {
  if (key === '') setScalar(value, scalar(text))
  else setField(value, key, scalar(text))
}

/** The values of the keys of every element, without repetitions. */
function keyValues(lists: readonly (Node | undefined)[], keys: Values): Values[] {
  const result: Values[] = []
  const seen = new Set<string>()
  if (keys.length === 0) return result
  for (const list of lists) {
    if (list === undefined || list.kind !== SEQ) continue
    for (const item of list.content) {
      const values = keys.map((key) => {
        const found = item.kind === MAP ? lookup(item.content, key) : undefined
        return isNilOrEmpty(found) ? '' : found!.value
      })
      const id = values.join('\0')
      if (seen.has(id)) continue
      seen.add(id)
      result.push(values)
    }
  }
  return result
}

function primitiveValues(lists: readonly (Node | undefined)[]): Values[] {
  const seen = new Set<string>()
  for (const list of lists) for (const item of list?.content ?? []) seen.add(item.value)
  return [...seen].map((value) => [value])
}

/** Keys that no element has a value for do not count; without any, all do. */
function validate(list: readonly Values[], values: Values, keys: Values): [keys: Values, values: Values] {
  const valid = new Set<string>()
  for (const other of list)
    other.forEach((value, i) => {
      if (value !== '') valid.add(keys[i]!)
    })
  if (valid.size === 0) return [keys, values]
  return [keys.filter((key) => valid.has(key)), values.filter((value, i) => value !== '' || valid.has(keys[i]!))]
}

/** Elements that agree where both have a value are one: a port without protocol and the same port with one. */
function joined(list: Values[]): Values[] {
  const result = [...list]
  for (let i = 0; i < result.length; i++) {
    // kustomize's outer loop sees each element as it was when its turn came
    const values = result[i]!
    for (let j = 0; j < result.length; j++) {
      const match = joinedPair(values, result[j]!)
      if (match === undefined) continue
      result[i] = match
      result[j] = match
    }
  }
  return result
}

function joinedPair(a: Values, b: Values): Values | undefined {
  if (a.length !== b.length) return undefined
  let common = false
  const result: string[] = []
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) common = true
    else if (a[i] !== '' && b[i] !== '') return undefined
    result.push(a[i] !== '' ? a[i]! : b[i]!)
  }
  return common ? result : undefined
}

/** Puts the elements of `source` after those of `list`, or in their places. */
function appendAll(list: Node, source: Node, keys: Values): void {
  for (const element of [...source.content]) {
    if (keys[0] === '') {
      setElement(list, element, [''], [element.value])
      continue
    }
    const values: string[] = []
    for (const key of keys) {
      const value = get(element, key)
      if (value === undefined) list.content.push(element)
      else values.push(value.value)
    }
    if (keys.length > 1) setElement(list, undefined, keys, values)
    setElement(list, element, keys, values)
  }
}
