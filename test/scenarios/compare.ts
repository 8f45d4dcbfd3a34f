import {isObject, type JsonObject, type JsonValue} from '../../src/lib/formats/json/value.js'
import type {Bindings} from './bindings.js'

export interface Difference {
  readonly path: string
  readonly expected: JsonValue | undefined
  readonly actual: JsonValue | undefined
}

/** Every place where `actual` is not what was recorded; objects regardless of key order, lists in order. */
export function differences(
  expected: JsonValue | undefined,
  actual: JsonValue | undefined,
  bindings: Bindings,
  scope: string,
  path = '',
): Difference[] {
  if (isRandom(path, expected) && isRandom(path, actual)) return []
  if (typeof expected === 'string' && typeof actual === 'string')
    return bindings.matches(inOrder(expected), inOrder(actual), scope) ? [] : [{path, expected: bindings.fill(expected), actual}]
  // The recorder wrote one placeholder for the whole list of addresses.
  if (expected === '<ip>' && Array.isArray(actual))
    return actual.flatMap((item, index) => differences('<ip>', item, bindings, scope, `${path}[${index}]`))
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const length = Math.max(expected.length, actual.length)
    return Array.from({length}, (_, index) =>
      differences(expected[index], actual[index], bindings, scope, `${path}[${index}]`),
    ).flat()
  }
  if (isObject(expected) && isObject(actual)) {
    const wanted = Object.fromEntries(Object.entries(expected).map(([key, value]) => [bindings.fill(key), value]))
    const keys = new Set([...Object.keys(wanted), ...Object.keys(actual).filter((key) => actual[key] !== undefined)])
    return [...keys].flatMap((key) =>
      differences(wanted[key], actual[key], bindings, scope, path === '' ? key : `${path}.${key}`),
    )
  }
  return same(expected, actual) ? [] : [{path, expected, actual}]
}

/** Objects that health checks list in one message come in any order (kustomize-controller reference 14.2). */
export function inOrder(text: string): string {
  return text.replace(/\[([^[\]]* status: '[^[\]]*)\]/g, (_, list: string) => `[${list.split(', ').sort().join(', ')}]`)
}

/** What the API server draws by lot: token volumes and node ports. */
function isRandom(path: string, value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return /^kube-api-access-[a-z0-9]{5}$/.test(value)
  return path.endsWith('.nodePort') && typeof value === 'number' && value >= 30_000 && value <= 32_767
}

function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return a === b || (typeof a === 'bigint' && typeof b === 'number' && a === BigInt(b)) || (a == null && b == null && a === b)
}

/** Items of two lists paired by a key; each pair is compared by `compare`, items without a partner are differences. */
export function paired<T extends JsonValue>(
  expected: readonly T[],
  actual: readonly T[],
  keyOf: (item: T) => string,
  compare: (expected: T | undefined, actual: T | undefined, key: string) => Difference[],
): Difference[] {
  const rest = new Map<string, T[]>()
  for (const item of actual) rest.set(keyOf(item), [...(rest.get(keyOf(item)) ?? []), item])
  const found = expected.flatMap((item) => {
    const key = keyOf(item)
    return compare(item, rest.get(key)?.shift(), key)
  })
  for (const [key, items] of rest) for (const item of items) found.push(...compare(undefined, item, key))
  return found
}

/** One difference as a few lines of text. */
export function describe({path, expected, actual}: Difference): string {
  const show = (value: JsonValue | undefined) => (value === undefined ? '(absent)' : clip(JSON.stringify(value, bigints) ?? ''))
  return `${path}\n    - ${show(expected)}\n    + ${show(actual)}`
}

const bigints = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)
const clip = (text: string) => (text.length > 1500 ? `${text.slice(0, 1500)}… (${text.length} characters)` : text)

/** Identity of a Flux or applied object as recorded. */
export function objectKey(object: JsonObject): string {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {}
  return [object['kind'], metadata['namespace'] ?? '', metadata['name']].join('/')
}
