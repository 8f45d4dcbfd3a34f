import {goQuote} from '../../errors/go-quote.js'
import {isObject, type JsonArray, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {keysOf} from './compare.js'

/*
 * YAML as flux's drift report shows it: made to be read, not to be parsed. Lists stand at the indentation of their key,
 * texts are quoted only where they look odd, an empty text or an empty container in a list is nothing at all.
 */

/** A value as text, each line ended. */
export function neatYaml(value: JsonValue): string {
  return textOf(value, '', false)
}

function textOf(value: JsonValue, margin: string, inline: boolean): string {
  if (Array.isArray(value)) return listOf(value, margin, inline)
  if (isObject(value)) return mapOf(value, margin, inline)
  return scalarOf(value, margin)
}

function mapOf(map: JsonObject, margin: string, inline: boolean): string {
  return Object.keys(map)
    .filter((key) => map[key] !== undefined)
    .map((key, index) => `${inline && index === 0 ? '' : margin}${key}:${entryOf(map[key]!, margin)}`)
    .join('')
}

function entryOf(value: JsonValue, margin: string): string {
  if (Array.isArray(value)) return value.length === 0 ? ' []\n' : `\n${listOf(value, margin, false)}`
  if (isObject(value)) return keysOf(value).length === 0 ? ' {}\n' : `\n${mapOf(value, `${margin}  `, false)}`
  return ` ${scalarOf(value, `${margin}  `)}`
}

function listOf(list: JsonArray, margin: string, inline: boolean): string {
  return list.map((item, index) => `${inline && index === 0 ? '' : margin}- ${textOf(item, `${margin}  `, true)}`).join('')
}

function scalarOf(value: JsonValue, margin: string): string {
  if (typeof value !== 'string') return `${plainScalar(value)}\n`
  const lines = value.split('\n')
  if (lines.length > 1) return `|\n${lines.map((line) => `${margin}${line}\n`).join('')}`
  return `${looksOdd(value) ? goQuote(value) : value}\n`
}

function looksOdd(text: string): boolean {
  return /[ *&:,]/.test(text) || text.startsWith('-') || text === 'true' || text === 'false' || text === 'null'
}

/** A number, boolean or null as YAML writes it. */
export function plainScalar(value: JsonValue): string {
  if (typeof value !== 'number' || Number.isInteger(value) === false) return String(value)
  return Math.abs(value) >= 1e21 ? value.toExponential().replace(/e\+?/, 'e+') : String(value)
}

/** Keys that come first in a map, for the known kinds of maps; the one with most hits counts. */
const KNOWN_ORDERS = [
  ['name', 'director_uuid', 'releases', 'instance_groups', 'networks', 'resource_pools', 'compilation'],
  ['name', 'url', 'version', 'sha1'],
  ['jobs', 'resources', 'resource_types'],
  ['name', 'type', 'source'],
  ['get'],
  ['put'],
  ['task'],
  ['name'],
  ['key'],
  ['id'],
]

/** A value with the keys of its maps in the order in which entries are shown. Other maps keep the order of YAML. */
export function restructured(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(restructured)
  if (!isObject(value)) return value
  const keys = keysOf(value)
  let best: readonly string[] = []
  for (const order of KNOWN_ORDERS) {
    const hits = order.filter((key) => keys.includes(key))
    if (hits.length > best.length) best = hits
  }
  const rest = keys.filter((key) => !best.includes(key))
  if (best.length > 0) rest.sort((a, b) => depthOf(value[a]!) - depthOf(value[b]!))
  return Object.fromEntries([...best, ...rest].map((key) => [key, restructured(value[key]!)]))
}

/** A value with the keys of its maps in the order of YAML. */
export function inOrder(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inOrder)
  return isObject(value) ? Object.fromEntries(keysOf(value).map((key) => [key, inOrder(value[key]!)])) : value
}

function depthOf(value: JsonValue): number {
  const items = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []
  return items.length === 0 ? 0 : 1 + Math.max(...items.map((item) => depthOf(item ?? null)))
}
