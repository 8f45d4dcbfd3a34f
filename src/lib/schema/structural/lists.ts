import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {duplicate, invalid} from '../field-error.js'
import {goJson} from '../go/quote.js'
import type {SchemaNode} from '../node.js'
import type {Failure} from './verdict.js'

/** Uniqueness in `set` and `map` lists, each second appearance once. */
export function validateLists(value: JsonValue, node: SchemaNode, path: string): Failure[] {
  const errors: Failure[] = []
  visit(errors, value, node, path)
  return errors
}

function visit(errors: Failure[], value: JsonValue, node: SchemaNode, path: string): void {
  if (Array.isArray(value)) {
    const type = node['x-kubernetes-list-type']
    if (type === 'set') for (const at of repeated(value)) errors.push(duplicate(`${path}[${at}]`, value[at]!))
    if (type === 'map') mapKeys(errors, value, node, path)
    const {items} = node
    if (items) for (const [at, item] of value.entries()) visit(errors, item, items, `${path}[${at}]`)
  } else if (isObject(value)) visitObject(errors, value, node, path)
}

function visitObject(errors: Failure[], value: JsonObject, node: SchemaNode, path: string): void {
  const {properties = {}, additionalProperties} = node
  const rest = typeof additionalProperties === 'object' ? additionalProperties : undefined
  for (const key in value) {
    const child = value[key]
    if (child === undefined) continue
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (property) visit(errors, child, property, path === '' ? key : `${path}.${key}`)
    else if (rest) visit(errors, child, rest, `${path}[${key}]`)
  }
}

function mapKeys(errors: Failure[], value: readonly JsonValue[], node: SchemaNode, path: string): void {
  const wrong = value.findIndex((item) => item !== null && !isObject(item))
  if (wrong >= 0) {
    errors.push(invalid(`${path}[${wrong}]`, value[wrong], 'must be an object for an array of list-type map'))
    return
  }
  const keys = value.map((item) => {
    const entries = (node['x-kubernetes-list-map-keys'] ?? []).map((key) => [key, (item as JsonObject | null)?.[key]] as const)
    return Object.fromEntries(entries.filter(([, part]) => part !== undefined).sort()) as JsonObject
  })
  for (const at of repeated(keys)) errors.push(duplicate(`${path}[${at}]`, keys[at]!))
}

/** Index of the second appearance of each value that appears more than once. */
function repeated(values: readonly JsonValue[]): number[] {
  const seen = new Map<string, number>()
  const out: number[] = []
  for (const [at, value] of values.entries()) {
    const text = goJson(value)
    const times = (seen.get(text) ?? 0) + 1
    seen.set(text, times)
    if (times === 2) out.push(at)
  }
  return out
}
