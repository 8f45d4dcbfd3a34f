import {printJson} from '../../../../formats/json/print.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {GO_INTERNAL} from '../../../../schema/builtin/internal.gen.js'
import {withMarks} from '../../../../schema/go/given-empty.js'
import {unifiedDiff} from './unified-diff.js'

let tables: Readonly<Record<string, readonly string[]>> | undefined

/** Difference of two values of a struct as the server prints it: of its internal form, with Go's names and order. */
export function internalDiff(struct: string, old: object, now: object): string {
  const text = (value: object) => printJson(internalForm(struct, value), 1)
  return unifiedDiff(text(old), text(now))
}

/** A value in the server's internal form. */
export function internalForm(struct: string, value: object): JsonObject {
  tables ??= JSON.parse(GO_INTERNAL) as Readonly<Record<string, readonly string[]>>
  const source = (struct === 'PodSpec' ? hostFields(value as JsonObject) : value) as JsonObject
  const byName = new Map(Object.entries(withMarks(source)).map(([key, item]) => [key.toLowerCase(), item]))
  const result: JsonObject = {}
  for (const row of tables[struct] ?? []) {
    const at = row.indexOf(':')
    const [name, type] = [row.slice(0, at), row.slice(at + 1)]
    if (!name) Object.assign(result, type === 'metav1.ObjectMeta' ? source['metadata'] : internalForm(type, source))
    else result[name] = fieldOf(type, byName.get(name.toLowerCase()))
  }
  return result
}

/** What a pod shares with its host is part of its security context there. */
function hostFields(spec: JsonObject): JsonObject {
  const {hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, securityContext, ...rest} = spec
  const shared = {hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers}
  const used = Object.entries(shared).filter(([, value]) => value !== undefined)
  if (securityContext === undefined && used.length === 0) return rest
  return {...rest, securityContext: {...(securityContext as JsonObject | undefined), ...Object.fromEntries(used)} as JsonObject}
}

function fieldOf(type: string, value: JsonValue | undefined): JsonValue {
  if (type.startsWith('*')) return value === undefined || value === null ? null : plain(type.slice(1), value)
  if (type.startsWith('[]')) {
    return Array.isArray(value) ? value.map((item) => plain(type.slice(2), item)) : null
  }
  if (type.startsWith('map[')) return isObject(value) ? sorted(value) : null
  if (value !== undefined && value !== null) return plain(type, value)
  if (tables?.[type]) return internalForm(type, {})
  if (type === 'bool') return false
  if (type === 'string') return ''
  if (/^u?int(8|32|64)?$/.test(type)) return 0
  if (type === 'resource.Quantity') return '0'
  if (type === 'intstr.IntOrString') return 0
  return type.includes('.') ? {} : ''
}

function plain(type: string, value: JsonValue): JsonValue {
  return tables?.[type] && isObject(value) ? internalForm(type, value) : value
}

function sorted(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
