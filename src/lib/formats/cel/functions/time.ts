import {CelError} from '../errors.js'
import type {Registry} from '../registry.js'
import {Duration, Timestamp} from '../values.js'

const SECOND = 1_000_000_000n

/** RFC 3339 text as a timestamp; throws CelError. */
export function parseTimestamp(text: string): Timestamp {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.exec(text)
  const millis = match ? Date.parse(`${match[1]}${match[3]}`) : Number.NaN
  if (!match || Number.isNaN(millis)) {
    throw new CelError(
      `parsing time ${JSON.stringify(text)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(text)} as "2006"`,
    )
  }
  const fraction = BigInt((match[2] ?? '.0').slice(1).padEnd(9, '0').slice(0, 9))
  return new Timestamp(BigInt(millis) * 1_000_000n + fraction)
}

/** RFC 3339 with as many digits as needed, UTC. */
export function formatTimestamp({nanos}: Timestamp): string {
  const fraction = ((nanos % SECOND) + SECOND) % SECOND
  const text = new Date(Number((nanos - fraction) / 1_000_000n)).toISOString().slice(0, 19)
  return fraction === 0n ? `${text}Z` : `${text}.${String(fraction).padStart(9, '0').replace(/0+$/, '')}Z`
}

/** `3.5s`: a protobuf duration in seconds. */
export function formatDuration({nanos}: Duration): string {
  const sign = nanos < 0n ? '-' : ''
  const size = nanos < 0n ? -nanos : nanos
  const fraction = size % SECOND
  const digits = fraction === 0n ? '' : `.${String(fraction).padStart(9, '0').replace(/0+$/, '')}`
  return `${sign}${size / SECOND}${digits}s`
}

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: SECOND,
  m: 60n * SECOND,
  h: 3600n * SECOND,
}

/** Go's duration text; throws CelError with Go's complaint. */
export function toDuration(text: string): Duration {
  const [, sign, body = ''] = /^([+-]?)(.*)$/s.exec(text)!
  const invalid = () => new CelError(`time: invalid duration ${JSON.stringify(text)}`)
  if (body === '0') return new Duration(0n)
  if (!/^((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(body)) throw invalid()
  let nanos = 0n
  for (const [, whole = '', fraction = '', unit = ''] of body.matchAll(/(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g)) {
    const scale = units[unit]!
    nanos += BigInt(whole || '0') * scale
    if (fraction !== '') nanos += (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length)
  }
  if (nanos >= 2n ** 63n) throw invalid()
  return new Duration(sign === '-' ? -nanos : nanos)
}

type Part = (date: Date, nanos: bigint) => number

const parts: Readonly<Record<string, Part>> = {
  getFullYear: (date) => date.getUTCFullYear(),
  getMonth: (date) => date.getUTCMonth(),
  getDayOfYear: (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000),
  getDayOfMonth: (date) => date.getUTCDate() - 1,
  getDate: (date) => date.getUTCDate(),
  getDayOfWeek: (date) => date.getUTCDay(),
  getHours: (date) => date.getUTCHours(),
  getMinutes: (date) => date.getUTCMinutes(),
  getSeconds: (date) => date.getUTCSeconds(),
  getMilliseconds: (_, nanos) => Number((((nanos % SECOND) + SECOND) % SECOND) / 1_000_000n),
}

/** Parts of timestamps (UTC, or a zone given as `+02:00` or a name) and of durations. */
export function addTime(registry: Registry): void {
  for (const [name, part] of Object.entries(parts)) {
    registry
      .add(name, 'timestamp.(): int', (at: Timestamp) => BigInt(part(dateOf(at.nanos), at.nanos)))
      .add(name, 'timestamp.(string): int', (at: Timestamp, zone: string) => {
        return BigInt(part(dateOf(at.nanos + offset(at.nanos, zone)), at.nanos))
      })
  }
  registry
    .add('getHours', 'duration.(): int', (value: Duration) => value.nanos / (3600n * SECOND))
    .add('getMinutes', 'duration.(): int', (value: Duration) => value.nanos / (60n * SECOND))
    .add('getSeconds', 'duration.(): int', (value: Duration) => value.nanos / SECOND)
    .add('getMilliseconds', 'duration.(): int', (value: Duration) => value.nanos / 1_000_000n)
}

function dateOf(nanos: bigint): Date {
  return new Date(Number(nanos / 1_000_000n))
}

function offset(nanos: bigint, zone: string): bigint {
  const fixed = /^([+-]?)(\d{1,2}):(\d{2})$/.exec(zone)
  if (fixed) {
    const minutes = BigInt(Number(fixed[2]) * 60 + Number(fixed[3]))
    return (fixed[1] === '-' ? -minutes : minutes) * 60n * SECOND
  }
  try {
    const date = dateOf(nanos)
    const text = new Intl.DateTimeFormat('en-US', {
      timeZone: zone === '' ? 'UTC' : zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(date)
    const get = (type: string) => Number(text.find((entry) => entry.type === type)!.value)
    const local = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'))
    return BigInt(local - Math.floor(date.getTime() / 1000) * 1000) * 1_000_000n
  } catch {
    throw new CelError(`unknown time zone ${zone}`)
  }
}
