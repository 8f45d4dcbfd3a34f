import {goKind} from '../../../formats/json/go-kind.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {KustomizeError, type Place} from '../error.js'
import {compareBytes} from '../node/fields.js'
import {unknownField} from './unknown-field.js'

/** What a field may hold; Go's names of types are kept for messages. */
export type Shape =
  | 'string'
  | NamedText
  | 'bool'
  | 'int'
  | 'int64'
  | 'any'
  /** `pointers`: Go's type has a star; `type`: it has a name of its own */
  | {readonly list: Shape; readonly pointers?: true; readonly type?: string}
  | {readonly map: Shape}
  | {readonly optional: Shape}
  | Struct

/** Text with a name of its own in Go. */
type NamedText = 'types.SortOrder' | 'types.PatchStrategicMerge' | 'types.Cloud'

export interface Struct {
  /** Go's name of the type; of the package `types` unless it names another */
  readonly name: string
  readonly fields: Readonly<Record<string, Shape>>
  /** Go's embedded types that stand before a field in messages */
  readonly embedded?: Readonly<Record<string, string>>
}

type Decoded = unknown

/**
 * Decodes a JSON object as Go's encoding/json does with unknown fields refused. `place`: where it stands in its document.
 * @throws KustomizeError with Go's words
 */
export function decodeStruct<T>(value: JsonValue, struct: Struct, strict = true, place: Place = []): T {
  return new Decoder(strict, place).value(value, struct, []) as T
}

class Decoder {
  #struct = ''
  /** with the indexes, which Go's messages leave out */
  readonly #way: (string | number)[]

  constructor(
    private readonly strict: boolean,
    place: Place,
  ) {
    this.#way = [...place]
  }

  value(value: JsonValue | undefined, shape: Shape, path: readonly string[]): Decoded {
    if (typeof shape === 'string') return this.#scalar(value, shape, path)
    if ('optional' in shape) return value === null || value === undefined ? undefined : this.value(value, shape.optional, path)
    if ('list' in shape) return this.#list(value, shape, path)
    if ('map' in shape) return this.#map(value, shape, path)
    return this.#object(value, shape, path)
  }

  #scalar(value: JsonValue | undefined, shape: string, path: readonly string[]): Decoded {
    const empty = value === null || value === undefined
    if (isText(shape)) {
      if (empty) return ''
      if (typeof value === 'string') return value
      throw this.#mismatch(value, shape, path)
    }
    switch (shape) {
      case 'bool':
        if (empty) return false
        if (typeof value === 'boolean') return value
        break
      case 'int':
      case 'int64':
        if (empty) return 0
        if (isInt64(value)) return value
        break
      default:
        return value
    }
    throw this.#mismatch(value!, shape, path)
  }

  #list(value: JsonValue | undefined, shape: {readonly list: Shape}, path: readonly string[]): Decoded {
    if (value === null || value === undefined) return []
    if (!Array.isArray(value)) throw this.#mismatch(value, goType(shape), path)
    return value.map((item, i) => this.#inside(i, () => this.value(item, shape.list, path)))
  }

  #map(value: JsonValue | undefined, shape: {readonly map: Shape}, path: readonly string[]): Decoded {
    const result = new Map<string, Decoded>()
    if (value === null || value === undefined) return result
    if (!isObject(value)) throw this.#mismatch(value, goType(shape), path)
    for (const key of Object.keys(value).sort(compareBytes)) {
      result.set(
        key,
        this.#inside(key, () => this.value(value[key], shape.map, path)),
      )
    }
    return result
  }

  #object(value: JsonValue | undefined, struct: Struct, path: readonly string[]): Decoded {
    if (value !== null && value !== undefined && !isObject(value)) throw this.#mismatch(value, goType(struct), path)
    const outer = this.#struct
    const result: Record<string, Decoded> = {}
    const given = (value ?? {}) as JsonObject
    const byField = new Map<string, JsonValue>()
    for (const key of Object.keys(given).sort(compareBytes)) {
      const name = fieldNamed(struct, key)
      if (name !== undefined) {
        this.#struct = struct.name.slice(struct.name.indexOf('.') + 1)
        byField.set(name, given[key] as JsonValue)
        const outerType = struct.embedded?.[name]
        const inner = outerType === undefined ? [...path, name] : [...path, outerType, name]
        result[name] = this.#inside(key, () => this.value(given[key], struct.fields[name]!, inner))
      } else if (this.strict) throw unknownField(key, Object.keys(struct.fields), [...this.#way, key])
    }
    for (const [name, shape] of Object.entries(struct.fields)) {
      if (!byField.has(name)) result[name] = this.value(undefined, shape, path)
    }
    this.#struct = outer
    return result
  }

  #mismatch(value: JsonValue, type: string, path: readonly string[]): KustomizeError {
    const into = path.length === 0 ? 'value' : `struct field ${this.#struct}.${path.join('.')}`
    // of a number only an integer field says which
    const shown =
      (typeof value === 'number' || typeof value === 'bigint') && type.startsWith('int') ? `number ${value}` : goKind(value)
    return new KustomizeError(`json: cannot unmarshal ${shown} into Go ${into} of type ${type}`, {field: [...this.#way]})
  }

  #inside<T>(part: string | number, action: () => T): T {
    this.#way.push(part)
    const result = action()
    this.#way.pop()
    return result
  }
}

function isInt64(value: JsonValue): boolean {
  // whole numbers that a double holds exactly are no doubles at the edges
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 63
  return typeof value === 'bigint' && BigInt.asIntN(64, value) === value
}

/** encoding/json takes the exact name, else one that differs only in case. */
export function fieldNamed(struct: Struct, key: string): string | undefined {
  if (Object.hasOwn(struct.fields, key)) return key
  const lower = key.toLowerCase()
  return Object.keys(struct.fields).find((name) => name.toLowerCase() === lower)
}

/** What Go reads a text into. */
export function isText(shape: Shape | string | undefined): boolean {
  return shape === 'string' || (typeof shape === 'string' && shape.startsWith('types.'))
}

function goType(shape: Shape): string {
  if (typeof shape === 'string') return shape === 'any' ? 'interface {}' : shape
  if ('optional' in shape) return goType(shape.optional)
  if ('list' in shape) return shape.type ?? `[]${shape.pointers ? '*' : ''}${goType(shape.list)}`
  if ('map' in shape) return `map[string]${goType(shape.map)}`
  return shape.name.includes('.') ? shape.name : `types.${shape.name}`
}
