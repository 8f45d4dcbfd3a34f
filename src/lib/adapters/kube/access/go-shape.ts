import {goKind} from '../../../formats/json/go-kind.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'

/** A type of Go's: its name in messages, what is inside, and what else a text has to be. */
export type Shape =
  | {readonly type: 'string' | 'bool' | '[]uint8'; readonly faultOf?: (text: string) => string | undefined}
  | {readonly type: string; readonly fields: Readonly<Record<string, Shape>>}
  | {readonly type: string; readonly items: Shape}
  | {readonly type: string; readonly values: Shape}

interface Place {
  /** struct that the field is of */
  readonly owner: string
  readonly path: string
  readonly ordered: boolean
}

/**
 * The first value that has not the type of its field, as Go's decoder tells it; undefined when all have. `ordered`: fields in the order
 * of their names, as Go decodes JSON that was made from YAML.
 */
export function shapeFaultOf(value: JsonValue, shape: Shape, ordered: boolean): string | undefined {
  return fits(value, shape) ? undefined : faultOf(value, shape, {owner: '', path: '', ordered})
}

/** Whether there is nothing to tell: lists of thousands of objects are looked at, and nearly all are as they should be. */
function fits(value: JsonValue | undefined, shape: Shape): boolean {
  if (value === undefined || value === null) return true
  if ('fields' in shape) {
    if (!isObject(value)) return false
    for (const name in shape.fields) if (!fits(value[name], shape.fields[name]!)) return false
    return true
  }
  if ('items' in shape && Array.isArray(value)) return value.every((item) => fits(item, shape.items))
  if ('values' in shape && isObject(value)) return Object.values(value).every((item) => fits(item, shape.values))
  if (shape.type === 'bool') return typeof value === 'boolean'
  return typeof value === 'string' && shape.type === 'string' && !('faultOf' in shape)
}

function faultOf(value: JsonValue | undefined, shape: Shape, place: Place): string | undefined {
  if (value === undefined || value === null) return undefined
  const wrong = () =>
    `json: cannot unmarshal ${goKind(value)} into Go struct field ${place.owner}.${place.path} of type ${shape.type}`
  if (shape.type === 'v1.ExecInteractiveMode') return typeof value === 'string' ? undefined : wrong()
  if ('fields' in shape) return isObject(value) ? fieldsFault(value, shape, place) : wrong()
  if ('items' in shape) return Array.isArray(value) ? first(value, (item) => faultOf(item, shape.items, place)) : wrong()
  if ('values' in shape)
    return isObject(value) ? first(Object.values(value), (item) => faultOf(item, shape.values, place)) : wrong()
  if (shape.type === 'bool') return typeof value === 'boolean' ? undefined : wrong()
  if (typeof value !== 'string') return wrong()
  return 'faultOf' in shape ? shape.faultOf?.(value) : undefined
}

function fieldsFault(value: JsonObject, {type, fields}: Extract<Shape, {fields: unknown}>, place: Place): string | undefined {
  const owner = type.slice(type.indexOf('.') + 1)
  const names = Object.keys(value)
  return first(place.ordered ? names.sort() : names, (name) => {
    const field = fields[name]
    return field && faultOf(value[name], field, {...place, owner, path: place.path === '' ? name : `${place.path}.${name}`})
  })
}

function first<T>(items: readonly T[], fault: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = fault(item)
    if (found !== undefined) return found
  }
  return undefined
}
