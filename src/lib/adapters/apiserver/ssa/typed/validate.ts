import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {describeElement, type Element, fieldElement} from '../sets/element.js'
import {atomOf, formOf} from './atom.js'
import type {FieldType, ListType, MapType, ScalarKind} from './field-type.js'
import {goSyntax, goType, goValue} from './go-text.js'
import {itemElement} from './list-item.js'
import {type Fault, TypedError} from './typed-error.js'

/**
 * Checks that a value fits its type and that sets and list maps have no duplicates, unless `duplicates` may be.
 * @throws TypedError with every fault
 */
export function validateTyped(type: FieldType, value: JsonValue, duplicates = false): void {
  const faults = check(type, value, duplicates)
  if (faults) throw new TypedError(faults)
}

function check(type: FieldType, value: JsonValue, duplicates: boolean): Fault[] | undefined {
  switch (formOf(type, atomOf(type, value))) {
    case 'map':
      if (value === null) return undefined
      return isObject(value)
        ? checkMap(type.map as MapType, value, duplicates)
        : [fault(`expected map, got &{${goValue(value, true)}}`)]
    case 'list':
      if (value === null) return undefined
      return Array.isArray(value)
        ? checkList(type.list as ListType, value, duplicates)
        : [fault(`expected list, got &{${goValue(value, true)}}`)]
    default:
      return checkScalar(type.scalar as ScalarKind, value)
  }
}

function checkScalar(kind: ScalarKind, value: JsonValue): Fault[] | undefined {
  if (value === null) return undefined
  const type = typeof value === 'bigint' ? 'number' : typeof value
  if (kind === 'numeric') return type === 'number' ? undefined : [fault(`expected numeric (int or float), got ${goType(value)}`)]
  if (kind === 'string') {
    return type === 'string' ? undefined : [fault(`expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`)]
  }
  if (kind === 'boolean') return type === 'boolean' ? undefined : [fault(`expected boolean, got &{${goValue(value, true)}}`)]
  return type === 'object' ? [fault(`expected any scalar, got &{${goValue(value, true)}}`)] : undefined
}

function checkMap(map: MapType, value: JsonObject, duplicates: boolean): Fault[] | undefined {
  let faults: Fault[] | undefined
  for (const name of Object.keys(value)) {
    const item = value[name]
    if (item === undefined) continue
    const type = map.field(name) ?? map.item
    // The server looks no further once it meets a field that it does not know.
    if (!type) return [...(faults ?? []), {path: `.${name}`, message: 'field not declared in schema'}]
    faults = collect(faults, check(type, item, duplicates), fieldElement(name))
  }
  return faults
}

function checkList(list: ListType, value: readonly JsonValue[], duplicates: boolean): Fault[] | undefined {
  let faults: Fault[] | undefined
  const seen = list.atomic || duplicates ? undefined : new Set<Element>()
  for (const [index, item] of value.entries()) {
    const element = list.atomic ? `i:${index}` : itemElement(list, item)
    if (typeof element !== 'string') return [...(faults ?? []), fault(`element ${index}: ${element.problem}`)]
    if (seen?.has(element)) faults = [...(faults ?? []), fault(`duplicate entries for key ${describeElement(element)}`)]
    seen?.add(element)
    faults = collect(faults, check(list.item, item, duplicates), element)
  }
  return faults
}

function fault(message: string): Fault {
  return {path: '', message}
}

function collect(faults: Fault[] | undefined, more: Fault[] | undefined, below: Element): Fault[] | undefined {
  if (!more) return faults
  for (const one of more) one.path = describeElement(below) + one.path
  return faults ? [...faults, ...more] : more
}
