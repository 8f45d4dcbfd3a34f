import type {JsonValue} from '../../formats/json/value.js'
import {forbidden, invalid, notSupported, required} from '../field-error.js'
import type {Failure} from '../structural/verdict.js'
import {entriesOf, isSet, type RawSchema, schemaOf, textOf} from './raw.js'

const LIST = 'x-kubernetes-list-type'
const KEYS = 'x-kubernetes-list-map-keys'

/** Rules about list types and the keys of map lists. */
export function listFaults(schema: RawSchema, path: string): Failure[] {
  const listType = textOf(schema[LIST])
  const keys = Array.isArray(schema[KEYS]) ? (schema[KEYS] as string[]) : []
  const set = isSet(schema[LIST])
  const errors: Failure[] = []
  if (set) errors.push(...placeFaults(schema, listType, path))
  if (set && !['atomic', 'set', 'map'].includes(listType))
    errors.push(notSupported(`${path}.${LIST}`, listType, ['atomic', 'set', 'map']))
  if (keys.length > 0 && listType !== 'map') {
    const text = `must be map if ${KEYS} is non-empty`
    errors.push(set ? invalid(`${path}.${LIST}`, listType, text) : required(`${path}.${LIST}`, text))
  }
  if (listType === 'map') errors.push(...mapFaults(schema, keys, path))
  if (listType === 'map' || listType === 'set') errors.push(...itemFaults(schema, listType, keys, path))
  return errors
}

function placeFaults(schema: RawSchema, listType: string, path: string): Failure[] {
  const type = textOf(schema.type)
  if (type !== 'array') {
    const text = `must be array if ${LIST} is specified`
    return [type === '' ? required(`${path}.type`, text) : invalid(`${path}.type`, type, text)]
  }
  const items = schemaOf(schema.items)
  if (listType !== 'set' || !items) return []
  const text = `must be atomic as item of a list with ${LIST}=set`
  const own = items[LIST] as JsonValue | undefined
  if (items.type === 'array' && isSet(own) && own !== 'atomic') return [invalid(`${path}.items.${LIST}`, own, text)]
  if (items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic') {
    return [invalid(`${path}.items.x-kubernetes-map-type`, own ?? null, text)]
  }
  return []
}

function mapFaults(schema: RawSchema, keys: readonly string[], path: string): Failure[] {
  const errors: Failure[] = []
  const items = schemaOf(schema.items)
  if (keys.length === 0) errors.push(required(`${path}.${KEYS}`, `must not be empty if ${LIST} is map`))
  if (!isSet(schema.items)) errors.push(required(`${path}.items`, `must have a schema if ${LIST} is map`))
  if (!items) return errors
  if (items.type !== 'object') {
    errors.push(invalid(`${path}.items.type`, textOf(items.type), `must be object if parent array's ${LIST} is map`))
    return errors
  }
  const properties = Object.fromEntries(entriesOf(items.properties))
  for (const [at, key] of keys.entries()) {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (!property) errors.push(invalid(`${path}.${KEYS}`, [...keys], 'entries must all be names of item properties'))
    else if (property.type === 'array' || property.type === 'object') {
      errors.push(
        invalid(`${path}.items.properties[${key}].type`, 'object', `must be a scalar type if parent array's ${LIST} is map`),
      )
    }
    if (keys.indexOf(key) < at) errors.push(invalid(`${path}.${KEYS}`, [...keys], 'must not contain duplicate entries'))
  }
  return errors
}

function itemFaults(schema: RawSchema, listType: string, keys: readonly string[], path: string): Failure[] {
  const items = schemaOf(schema.items)
  if (!items) return []
  const errors: Failure[] = []
  if (items.nullable === true) errors.push(forbidden(`${path}.items.nullable`, `cannot be nullable when ${LIST} is ${listType}`))
  if (listType !== 'map') return errors
  const properties = Object.fromEntries(entriesOf(items.properties))
  const needed = Array.isArray(items.required) ? items.required : []
  for (const key of keys) {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (!property) continue
    const at = `${path}.items.properties[${key}]`
    if (!needed.includes(key) && !isSet(property.default)) {
      errors.push(required(`${at}.default`, `this property is in ${KEYS}, so it must have a default or be a required property`))
    }
    if (property.nullable === true)
      errors.push(forbidden(`${at}.nullable`, `this property is in ${KEYS}, so it cannot be nullable`))
  }
  return errors
}
