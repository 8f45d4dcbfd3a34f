import {goFloat} from '../../../errors/go-float.js'
import {goQuote} from '../../../errors/go-quote.js'

/** A value that Go's reader made of YAML: whole numbers are numbers or bigint, all others are `GoFloat`. */
export type GoData = null | boolean | number | bigint | string | GoFloat | GoData[] | GoMap

export class GoFloat {
  constructor(readonly value: number) {}
}

/** Go's `map[interface {}]interface {}`: `1`, `1.0` and `"1"` are three keys. */
export class GoMap {
  readonly #entries = new Map<unknown, [GoData, GoData]>()

  set(key: GoData, value: GoData): void {
    this.#entries.set(identityOf(key), [key, value])
  }

  has(key: GoData): boolean {
    return this.#entries.has(identityOf(key))
  }

  entries(): IterableIterator<[GoData, GoData]> {
    return this.#entries.values()
  }
}

/** Texts stand for themselves; numbers are told from floats. */
function identityOf(key: GoData): unknown {
  if (key instanceof GoFloat) return `\0${key.value}`
  return typeof key === 'bigint' ? `\0i${key}` : key
}

/** True for what is a uint64 to Go, as no int64 holds it. */
export function isUnsigned(value: GoData): value is bigint {
  return typeof value === 'bigint' && value >= 2n ** 63n
}

/** Go's `%#v` of a value within another one; by itself a nil is `<nil>`. */
export function shownData(value: GoData): string {
  if (value === null) return 'interface {}(nil)'
  if (value instanceof GoFloat) return Object.is(value.value, -0) ? '-0' : goFloat(value.value)
  if (Array.isArray(value)) return `[]interface {}{${value.map(shownData).join(', ')}}`
  if (value instanceof GoMap) {
    const pairs = Array.from(value.entries(), ([key, inner]) => `${shownData(key)}:${shownData(inner)}`)
    return `map[interface {}]interface {}{${pairs.sort().join(', ')}}`
  }
  if (isUnsigned(value)) return `0x${value.toString(16)}`
  return typeof value === 'string' ? goQuote(value) : String(value)
}
