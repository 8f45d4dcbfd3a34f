import {goKind} from '../../../formats/json/go-kind.js'
import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {UTC} from '../../../formats/time/zone.js'
import {GoError} from '../../gotemplate/error.js'
import {parseTime} from '../../gotemplate/time/parse.js'

/** A Go type: its name, and of structs and lists of them the fields. */
type Type = 'string' | 'bool' | '[]string' | '[]interface {}' | 'map[string]string' | Struct
interface Struct {
  readonly name: string
  readonly fields: Readonly<Record<string, Type>>
}

const MAINTAINER: Struct = {name: 'Maintainer', fields: {name: 'string', email: 'string', url: 'string'}}
const DEPENDENCY: Struct = {
  name: 'Dependency',
  fields: {
    ...{name: 'string', version: 'string', repository: 'string', condition: 'string', alias: 'string'},
    ...{tags: '[]string', enabled: 'bool', 'import-values': '[]interface {}'},
  },
}
const METADATA: Struct = {
  name: 'Metadata',
  fields: {
    ...{name: 'string', home: 'string', version: 'string', description: 'string', icon: 'string', apiVersion: 'string'},
    ...{condition: 'string', tags: 'string', appVersion: 'string', kubeVersion: 'string', type: 'string'},
    ...{sources: '[]string', keywords: '[]string', deprecated: 'bool', annotations: 'map[string]string'},
    ...{maintainers: MAINTAINER, dependencies: DEPENDENCY},
  },
}

const LOCK: Struct = {name: 'Lock', fields: {digest: 'string', dependencies: DEPENDENCY}}

/** What Go complains of first where Chart.yaml has something of another type (helm's chart.Metadata); scalars are texts where texts are wanted. */
export function metadataFault(metadata: JsonObject): string | undefined {
  return structFault(metadata, METADATA, 'Metadata')
}

/** The same of Chart.lock. */
export function lockFault(lock: JsonObject): string | undefined {
  return timeFault(lock.generated ?? null) ?? structFault(lock, LOCK, 'Lock')
}

/** A time is refused at once, whatever else is wrong. */
function timeFault(value: JsonValue): string | undefined {
  if (value === null) return undefined
  if (typeof value !== 'string') return 'Time.UnmarshalJSON: input is not a JSON string'
  try {
    parseTime('2006-01-02T15:04:05Z07:00', value, UTC)
    return undefined
  } catch (error) {
    if (error instanceof GoError) return error.message
    throw error
  }
}

/** Chart.yaml under the names of its fields: Go takes them in any case, of several the last by bytes. */
export function withFieldNames(metadata: JsonObject): JsonObject {
  return renamed(metadata, METADATA)
}

function renamed(value: JsonObject, {fields}: Struct): JsonObject {
  const names = new Map(Object.keys(fields).map((name) => [name.toLowerCase(), name]))
  const result: JsonObject = {}
  for (const key of Object.keys(value).sort()) {
    const name = names.get(key.toLowerCase()) ?? key
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined
    const member = value[key]
    const isStructs = typeof type === 'object' && Array.isArray(member)
    setOwn(result, name, isStructs ? member.map((item) => (isObject(item) ? renamed(item, type) : item)) : member)
  }
  return result
}

function structFault(value: JsonObject, {fields}: Struct, path: string): string | undefined {
  for (const key of Object.keys(value).sort()) {
    const type = Object.hasOwn(fields, key) ? fields[key] : undefined
    const fault = type && memberFault(value[key] ?? null, type, `${path}.${key}`)
    if (fault !== undefined) return fault
  }
  return undefined
}

function memberFault(value: JsonValue, type: Type, path: string): string | undefined {
  if (value === null) return undefined
  const isList = Array.isArray(value)
  if (typeof type === 'object')
    return isList ? firstOf(value, (item) => itemFault(item, type, path)) : misfit(value, `[]*v2.${type.name}`, path)
  if (type === 'string') return typeof value === 'object' ? misfit(value, type, path) : undefined
  if (type === 'bool') return typeof value === 'boolean' ? undefined : misfit(value, type, path)
  if (type === 'map[string]string') {
    if (!isObject(value)) return misfit(value, type, path)
    const texts = Object.keys(value).sort()
    return firstOf(texts, (key) => memberFault(value[key] ?? null, 'string', path))
  }
  if (!isList) return misfit(value, type, path)
  return type === '[]string' ? firstOf(value, (item) => memberFault(item, 'string', path)) : undefined
}

function itemFault(item: JsonValue, type: Struct, path: string): string | undefined {
  if (item === null) return undefined
  if (!isObject(item)) return misfit(item, `v2.${type.name}`, path)
  return structFault(item, type, `${type.name}.${path.slice(path.indexOf('.') + 1)}`)
}

function firstOf<T>(items: readonly T[], faultOf: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const fault = faultOf(item)
    if (fault !== undefined) return fault
  }
  return undefined
}

function misfit(value: JsonValue, type: string, path: string): string {
  return `json: cannot unmarshal ${goKind(value)} into Go struct field ${path} of type ${type}`
}
