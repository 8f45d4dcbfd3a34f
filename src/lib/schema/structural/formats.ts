import {isIP} from '../ip.js'
import type {SchemaNode} from '../node.js'

type Test = (text: string) => boolean

const pattern =
  (regex: RegExp): Test =>
  (text) =>
    regex.test(text)

const hex = '[0-9a-f]'
const uuid = (version: string, variant: string) =>
  pattern(new RegExp(`^${hex}{8}-?${hex}{4}-?${version}${hex}{3}-?${variant}${hex}{3}-?${hex}{12}$`, 'i'))

/** Formats that the server enforces on strings, by their name without dashes (longer list: only what CRDs may use). */
const tests: Readonly<Record<string, Test>> = {
  bsonobjectid: pattern(/^[0-9a-fA-F]{24}$/),
  byte: isBase64,
  cidr: isCidr,
  creditcard: isCreditCard,
  date: isDate,
  datetime: isDateTime,
  duration: isDuration,
  email: isEmail,
  hexcolor: pattern(/^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/),
  hostname: isHostname,
  ipv4: (text) => text.includes('.') && isIP(withoutZeros(text)) !== 0,
  ipv6: (text) => text.includes(':') && isIP(withoutZeros(text)) !== 0,
  isbn: (text) => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  k8slongname: (text) => text.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text),
  k8sshortname: (text) => text.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text),
  mac: pattern(
    /^([0-9a-f]{2}[:-]([0-9a-f]{2}[:-]){4}[0-9a-f]{2}|([0-9a-f]{2}[:-]){7}[0-9a-f]{2}|([0-9a-f]{4}\.){2}[0-9a-f]{4}|([0-9a-f]{4}\.){3}[0-9a-f]{4})$/i,
  ),
  password: () => true,
  rgbcolor: pattern(
    /^rgb\(\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*,\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*,\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*\)$/,
  ),
  ssn: pattern(/^\d{3}[- ]?\d{2}[- ]?\d{4}$/),
  uri: isUri,
  uuid: pattern(new RegExp(`^${hex}{8}-?${hex}{4}-?${hex}{4}-?${hex}{4}-?${hex}{12}$`, 'i')),
  uuid3: uuid('3', hex),
  uuid4: uuid('4', '[89ab]'),
  uuid5: uuid('5', '[89ab]'),
}

/** The format of a node when the server enforces it; others are only words. */
export function enforcedFormat(node: SchemaNode): string | undefined {
  const {format, type} = node
  if (format === undefined || format === '') return undefined
  if (type === 'integer') return format === 'int32' || format === 'int64' ? format : undefined
  if (type === 'number') return format === 'float' || format === 'double' ? format : undefined
  if (type !== undefined && type !== 'string') return undefined
  return format.replaceAll('-', '') in tests ? format : undefined
}

/** Whether a string is of a format; unknown formats fit everything. */
export function fitsFormat(format: string, text: string): boolean {
  return tests[format.replaceAll('-', '')]?.(text) ?? true
}

/** Go's pattern for base64, which takes neither line breaks nor nothing. */
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)
}

/** CRDs take leading zeros in IPv4 addresses, as the server once did everywhere. */
function withoutZeros(text: string): string {
  return text.replace(/(^|[.:])0+(?=[0-9]+(\.|$))/g, '$1')
}

/** Go's net.ParseCIDR. */
export function isCidr(text: string): boolean {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? []
  const version = isIP(withoutZeros(address))
  if (version === 0 || address.includes('%')) return false
  return Number(bits) <= (version === 4 ? 32 : 128)
}

function isCreditCard(text: string): boolean {
  const digits = text.replace(/[^0-9]+/g, '')
  if (
    !/^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|6(?:011|5\d\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:2131|1800|35\d{3})\d{11})$/.test(
      digits,
    )
  )
    return false
  let sum = 0
  for (const [at, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

function isDateTime(text: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(.\d+)?(Z|[+-]\d{2}:\d{2})$/i.exec(text)
  if (!match || !isDate(match[1]!)) return false
  return Number(match[2]) <= 23 && Number(match[3]) <= 59 && Number(match[4]) <= 59
}

const go = /^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/
/** Last word of a row by prefix, the others whole. */
const durationUnits = [
  ['ns', 'nano'],
  ['us', 'µs', 'micro'],
  ['ms', 'milli'],
  ['s', 'sec'],
  ['m', 'min'],
  ['h', 'hr', 'hour'],
  ['d', 'day'],
  ['w', 'wk', 'week'],
]

/** Go's durations, and any text with a number before a unit's word (`2 days`). */
function isDuration(text: string): boolean {
  if (go.test(text)) return true
  return [...text.matchAll(/\d+\s*([A-Za-zµ]+)/g)].some(([, word]) => {
    const unit = word!.toLowerCase()
    return durationUnits.some((row) => row.includes(unit) || unit.startsWith(row.at(-1)!))
  })
}

function isEmail(text: string): boolean {
  const address = /^(?:[^<>@"]*|"[^"]*"\s*)<([^<>]+)>$/.exec(text.trim())?.[1] ?? text.trim()
  const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\u0080-\\uffff-]+"
  return new RegExp(`^(${atom}(\\.${atom})*|"[^"]*")@(${atom}(\\.${atom})*|\\[[^\\]]+\\])$`).test(address)
}

/** One label with at most one dash, its second character; or dotted labels that end in letters. */
function isHostname(text: string): boolean {
  const char = '[a-zA-Z0-9\\p{S}\\p{L}]'
  const label = `${char}([a-zA-Z0-9\\-\\p{S}\\p{L}]{0,61}${char})?\\.`
  const regex = new RegExp(`^(${char}(-?${char}{0,62})?|(${label})+[a-zA-Z\\p{L}]{2,63})$`, 'u')
  return regex.test(text) && text.length <= 255 && text.split('.').every((part) => part.length <= 63)
}

function isIsbn10(text: string): boolean {
  const digits = text.replace(/[\s-]+/g, '')
  if (!/^\d{9}[0-9X]$/.test(digits)) return false
  const sum = [...digits].reduce((total, char, at) => total + (char === 'X' ? 10 : Number(char)) * (10 - at), 0)
  return sum % 11 === 0
}

function isIsbn13(text: string): boolean {
  const digits = text.replace(/[\s-]+/g, '')
  if (!/^\d{13}$/.test(digits)) return false
  const sum = [...digits].reduce((total, char, at) => total + Number(char) * (at % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}

/** Go's url.ParseRequestURI: absolute, or an absolute path. */
export function isUri(text: string): boolean {
  if (text === '' || /[\x00-\x1f\x7f ]/.test(text)) return false
  if (/%(?![0-9a-fA-F]{2})/.test(text.split('?')[0]!)) return false
  if (text.startsWith('/')) return true
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):(.*)$/.exec(text)
  if (!scheme) return false
  const rest = scheme[2]!
  if (!rest.startsWith('//')) return true
  const authority = rest.slice(2).split(/[/?#]/)[0]!
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  if (host.startsWith('[')) return /^\[[^\]]+\](:\d*)?$/.test(host)
  return /^[^:[\]<>"\\^`{|}]*(:\d*)?$/.test(host)
}
