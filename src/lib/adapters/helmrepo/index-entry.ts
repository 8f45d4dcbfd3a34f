import {FluxError} from '../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {parseVersion} from '../../formats/semver/version.js'

/** One version of a chart as an index has it. */
export interface IndexEntry {
  readonly version: string
  readonly urls: readonly string[]
  /** hex digits of the archive's sha256; empty when the index does not say */
  readonly digest: string
  /** in nanoseconds since 1970; 0 when the index does not say */
  readonly created: bigint
}

const TEXTS = ['name', 'version', 'appVersion', 'apiVersion', 'description', 'type', 'digest', 'kubeVersion', 'home', 'icon']
const TYPES: readonly JsonValue[] = ['', 'application', 'library']

/**
 * An entry of an index; none for one that is no chart's: those are passed over (source-controller reference 11.2).
 * @throws FluxError `bad-index` for a value of another type, which makes the whole index unreadable
 */
export function entryOf(value: JsonValue): IndexEntry[] {
  if (!isObject(value)) return []
  for (const key of TEXTS) if (!isText(value[key])) throw wrongType(value, key)
  const created = nanosOf(value)
  if (!isChart(value)) return []
  const urls = Array.isArray(value.urls) ? value.urls.filter((url): url is string => typeof url === 'string') : []
  return [{version: String(value.version), urls, digest: String(value.digest ?? ''), created}]
}

/** Charts that are indexed together differ by microseconds. */
function nanosOf(value: JsonObject): bigint {
  const {created} = value
  if (created === undefined || created === null) return 0n
  const [, start = '', fraction = '', zone = ''] = /^(.*?:\d\d:\d\d)(?:[.,](\d+))?(.*)$/.exec(String(created)) ?? []
  const ms = Date.parse(start + zone)
  if (Number.isNaN(ms)) throw wrongType(value, 'created')
  return BigInt(ms) * 1_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'))
}

const isText = (value: JsonValue | undefined) => value === undefined || value === null || typeof value === 'string'

function wrongType({name, version}: JsonObject, key: string): FluxError {
  return new FluxError('bad-index', `the entry of ${name} ${version}: ${key} is no ${key === 'created' ? 'time' : 'text'}`, {
    hints: key === 'created' ? [] : ['numbers want quotes, such as "1.0"'],
  })
}

function isChart({name, version, type}: JsonObject): boolean {
  if (typeof name !== 'string' || name === '' || name.includes('/') || typeof version !== 'string') return false
  if (!TYPES.includes(type ?? '')) return false
  try {
    parseVersion(version)
    return true
  } catch {
    return false
  }
}
