import {FluxError} from '../../../errors/flux-error.js'
import {goFloat} from '../../../errors/go-float.js'
import {goKind} from '../../../formats/json/go-kind.js'
import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'

/** What Helm reads of every manifest (helm-engine reference 11): all of it is text, whatever YAML made of it. */
export interface ManifestHead {
  readonly kind: string
  readonly name: string
  readonly annotations: Readonly<Record<string, string>>
}

const METADATA = 'struct { Name string "json:\\"name\\""; Annotations map[string]string "json:\\"annotations\\"" }'

const HEAD: ReadonlySet<string> = new Set(['apiversion', 'kind', 'metadata'])
const NAMES: ReadonlySet<string> = new Set(['name', 'annotations'])

/** @throws FluxError `bad-manifest` in Go's words when a part of it is of another type */
export function headOf(object: JsonObject): ManifestHead {
  const head = {kind: '', name: '', annotations: {} as Record<string, string>}
  for (const [key, value] of fieldsOf(object, HEAD)) {
    const field = key.toLowerCase()
    if (field === 'apiversion') textOf(value, 'SimpleHead.apiVersion')
    else if (field === 'kind') head.kind = textOf(value, 'SimpleHead.kind')
    else {
      if (!isObject(value)) throw misfit(value, 'SimpleHead.metadata', METADATA)
      takeMetadata(value, head)
    }
  }
  return head
}

function takeMetadata(metadata: JsonObject, head: {name: string; annotations: Record<string, string>}): void {
  for (const [key, value] of fieldsOf(metadata, NAMES)) {
    if (key.toLowerCase() === 'name') head.name = textOf(value, '.metadata.name')
    else {
      if (!isObject(value)) throw misfit(value, '.metadata.annotations', 'map[string]string')
      // null is an empty text here: Go has a key with the zero of its type
      for (const name of Object.keys(value).sort()) {
        setOwn(head.annotations, name, textOf(value[name] ?? '', '.metadata.annotations'))
      }
    }
  }
}

/**
 * Fields as Go comes to them, without those that say nothing.
 * @param names those that are asked for, in small letters: Go takes them in any
 */
function fieldsOf(object: JsonObject, names: ReadonlySet<string>): [string, JsonValue][] {
  const found: [string, JsonValue][] = []
  for (const key of Object.keys(object)) {
    const value = object[key]
    if (value !== undefined && value !== null && names.has(key.toLowerCase())) found.push([key, value])
  }
  return found.length < 2 ? found : found.sort(byKey)
}

function byKey([a]: [string, JsonValue], [b]: [string, JsonValue]): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function textOf(value: JsonValue, field: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : goFloat(value)
  if (typeof value === 'object') throw misfit(value, field, 'string')
  return String(value)
}

function misfit(value: JsonValue, field: string, type: string): FluxError {
  const words = `json: cannot unmarshal ${goKind(value)} into Go struct field ${field} of type ${type}`
  return new FluxError('bad-manifest', `error unmarshaling JSON: while decoding JSON: ${words}`)
}
