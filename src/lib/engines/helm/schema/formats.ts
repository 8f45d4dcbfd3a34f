import {goQuote} from '../../../errors/go-quote.js'
import {regexFault} from '../../../formats/regex/regex.js'

type Check = (text: string) => string | undefined

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[zZ]|[+-](\d\d):(\d\d))$/
const UUID_GROUPS = [8, 4, 4, 4, 12]

const CHECKS: Readonly<Record<string, Check>> = {
  ipv4,
  ipv6,
  hostname,
  email,
  date,
  time,
  'date-time': dateTime,
  uri: (text) => (/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text) ? reference(text) : 'relative url'),
  iri: (text) => (/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text) ? reference(text) : 'relative url'),
  'uri-reference': reference,
  'iri-reference': reference,
  uuid,
  'json-pointer': (text) => {
    if (text === '' || !/~(?![01])/.test(text)) return text === '' || text.startsWith('/') ? undefined : 'not starting with /'
    return '~ must be followed by 0 or 1'
  },
  regex: regexFault,
}

/** Why a text is not of a format of JSON Schema; undefined when it is, and for formats that are not known. */
export function formatFault(format: string, text: string): string | undefined {
  return Object.hasOwn(CHECKS, format) ? CHECKS[format]!(text) : undefined
}

export const FORMATS: readonly string[] = Object.keys(CHECKS)

function ipv4(text: string): string | undefined {
  const groups = text.split('.')
  if (groups.length !== 4) return 'expected four decimals'
  for (const group of groups) {
    if (group.length > 1 && group.startsWith('0')) return 'leading zeros'
    if (!/^[+-]?\d+$/.test(group)) return `strconv.Atoi: parsing ${goQuote(group)}: invalid syntax`
    if (Number(group) < 0 || Number(group) > 255) return 'decimal must be between 0 and 255'
  }
  return undefined
}

function ipv6(text: string): string | undefined {
  if (!text.includes(':')) return 'missing colon'
  if (text.includes('%')) return 'zone id is not a part of ipv6 address'
  return isIPv6(text) ? undefined : `ParseAddr(${goQuote(text)}): unable to parse IP`
}

/** Groups of up to four hex digits, one gap at most, an IPv4 address as the last two. */
function isIPv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1)
  const dotted = last?.includes('.') && !text.endsWith('::') ? last : undefined
  if (dotted !== undefined && ipv4(dotted) !== undefined) return false
  const words = dotted !== undefined ? groups.slice(0, -1) : groups
  const count = words.length + (dotted === undefined ? 0 : 2)
  return words.every((word) => /^[0-9a-fA-F]{1,4}$/.test(word)) && (halves.length === 2 ? count < 8 : count === 8)
}

function hostname(text: string): string | undefined {
  const name = text.replace(/\.$/, '')
  if (Buffer.byteLength(name) > 253) return 'more than 253 characters long'
  for (const label of name.split('.')) {
    const length = Buffer.byteLength(label)
    if (length < 1 || length > 63) return 'label must be 1 to 63 characters long'
    if (label.startsWith('-')) return 'label starts with hyphen'
    if (label.endsWith('-')) return 'label ends with hyphen'
    const bad = /[^a-zA-Z0-9-]/u.exec(label)
    if (bad) return invalidCharacter(bad[0])
  }
  return undefined
}

function email(text: string): string | undefined {
  if (Buffer.byteLength(text) > 254) return 'more than 255 characters long'
  const at = text.lastIndexOf('@')
  if (at < 0) return 'missing @'
  const local = text.slice(0, at)
  if (Buffer.byteLength(local) > 64) return 'local part more than 64 characters long'
  return localPart(local) ?? domain(text.slice(at + 1))
}

function localPart(local: string): string | undefined {
  if (local.length > 1 && local.startsWith('"')) {
    return /[\\"]/.test(local.slice(1, -1)) ? 'backslash and quote are not allowed within quoted local part' : undefined
  }
  if (local.startsWith('.')) return 'starts with dot'
  if (local.endsWith('.')) return 'ends with dot'
  if (local.includes('..')) return 'consecutive dots'
  const bad = /[^a-zA-Z0-9.!#$%&'*+\-/=?^_`{|}~]/u.exec(local)
  return bad ? invalidCharacter(bad[0]) : undefined
}

function domain(text: string): string | undefined {
  if (!text.startsWith('[') || !text.endsWith(']')) return prefixed('invalid domain', hostname(text))
  const address = text.slice(1, -1)
  if (address.startsWith('IPv6:')) return prefixed('invalid ipv6 address', ipv6(address.slice(5)))
  return prefixed('invalid ipv4 address', ipv4(address))
}

function date(text: string): string | undefined {
  const [, year, month, day] = DATE.exec(text) ?? []
  const parsing = `parsing time ${goQuote(text)}`
  if (year === undefined) return `${parsing} as "2006-01-02": cannot parse ${goQuote(text)} as "2006"`
  if (Number(month) < 1 || Number(month) > 12) return `${parsing}: month out of range`
  return Number(day) < 1 || Number(day) > daysOf(Number(year), Number(month)) ? `${parsing}: day out of range` : undefined
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function time(text: string): string | undefined {
  if (text.length < 9) return 'less than 9 characters long'
  if (text[2] !== ':' || text[5] !== ':') return 'missing colon in correct place'
  const [, hour, minute, second, zoneHour, zoneMinute] = TIME.exec(text) ?? []
  if (hour === undefined) return 'invalid hour/min/sec'
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return 'hour/min/sec out of range'
  return Number(zoneHour ?? 0) > 23 || Number(zoneMinute ?? 0) > 59 ? 'hour/min in offset out of range' : undefined
}

function dateTime(text: string): string | undefined {
  if (text.length < 20) return 'less than 20 characters long'
  if (!/^[tT]$/.test(text[10]!)) return '11th character must be t or T'
  return prefixed('invalid date element', date(text.slice(0, 10))) ?? prefixed('invalid time element', time(text.slice(11)))
}

function reference(text: string): string | undefined {
  if (text.includes('\\')) return 'contains \\'
  const parse = `parse ${goQuote(text)}`
  if (/[\u0000-\u001f\u007f]/.test(text)) return `${parse}: net/url: invalid control character in URL`
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(text)
  return bad ? `${parse}: invalid URL escape ${goQuote(bad[0])}` : undefined
}

function uuid(text: string): string | undefined {
  const groups = text.split('-')
  if (groups.length !== UUID_GROUPS.length) return `must have ${UUID_GROUPS.length} elements`
  for (const [index, group] of groups.entries()) {
    if (group.length !== UUID_GROUPS[index]) return `element ${index + 1} must be ${UUID_GROUPS[index]} characters long`
    const bad = /[^0-9a-fA-F]/u.exec(group)
    if (bad) return `non-hex character '${bad[0]}'`
  }
  return undefined
}

function invalidCharacter(char: string): string {
  return `invalid character '${goQuote(char).slice(1, -1).replace("'", "\\'")}'`
}

function prefixed(prefix: string, fault: string | undefined): string | undefined {
  return fault === undefined ? undefined : `${prefix}: ${fault}`
}
