import {regexFault} from '../../../../formats/regex/regex.js'
import {characterText, invalidCharacter, prefixed} from './format-words.js'
import {ipv4, ipv6} from './ip-formats.js'
import {date, dateTime, duration, period, time} from './time-formats.js'
import {uri, uriReference, uriTemplate} from './url-formats.js'

type Check = (text: string) => string | undefined

const UUID_GROUPS = [8, 4, 4, 4, 12]

const CHECKS: Readonly<Record<string, Check>> = {
  ipv4,
  ipv6,
  hostname,
  email,
  date,
  time,
  'date-time': dateTime,
  duration,
  period,
  uri,
  iri: uri,
  'uri-reference': uriReference,
  'iri-reference': uriReference,
  'uri-template': uriTemplate,
  uuid,
  'json-pointer': jsonPointer,
  'relative-json-pointer': relativeJsonPointer,
  semver,
  regex: regexFault,
}

/** Why a text is not of a format of JSON Schema; undefined when it is, and for formats that are not known. */
export function formatFault(format: string, text: string): string | undefined {
  return Object.hasOwn(CHECKS, format) ? CHECKS[format]!(text) : undefined
}

export const FORMATS: readonly string[] = Object.keys(CHECKS)

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
  if (local.length > 1 && local.startsWith('"') && local.endsWith('"')) {
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

function uuid(text: string): string | undefined {
  const groups = text.split('-')
  if (groups.length !== UUID_GROUPS.length) return `must have ${UUID_GROUPS.length} elements`
  for (const [index, group] of groups.entries()) {
    if (Buffer.byteLength(group) !== UUID_GROUPS[index])
      return `element ${index + 1} must be ${UUID_GROUPS[index]} characters long`
    const bad = /[^0-9a-fA-F]/u.exec(group)
    if (bad) return `non-hex character ${characterText(bad[0])}`
  }
  return undefined
}

function jsonPointer(text: string): string | undefined {
  if (text === '') return undefined
  if (!text.startsWith('/')) return 'not starting with /'
  return /~(?![01])/.test(text) ? '~ must be followed by 0 or 1' : undefined
}

/** How many levels up, and what to take there. */
function relativeJsonPointer(text: string): string | undefined {
  const [digits] = /^\d*/.exec(text) as [string]
  if (digits === '') return 'must start with non-negative integer'
  if (digits.length > 1 && digits.startsWith('0')) return 'starts with zero'
  const rest = text.slice(digits.length)
  return rest === '#' ? undefined : jsonPointer(rest)
}

/** A whole version of Semantic Versioning 2, without a `v`. */
function semver(text: string): string | undefined {
  const [, version = '', build] = /^([^+]*)(?:\+(.*))?$/su.exec(text) ?? []
  const [, core = '', preRelease] = /^([^-]*)(?:-(.*))?$/su.exec(version) ?? []
  if (build === '') return 'build is empty'
  return (
    (build === undefined ? undefined : identifiersFault(build, 'build', false)) ??
    (preRelease === undefined ? undefined : identifiersFault(preRelease, 'pre-release', true)) ??
    coreFault(core)
  )
}

function identifiersFault(text: string, name: string, strict: boolean): string | undefined {
  for (const identifier of text.split('.')) {
    if (identifier === '') return `${name} identifier is empty`
    const bad = /[^0-9a-zA-Z-]/u.exec(identifier)
    if (bad) return `${invalidCharacter(bad[0])} in ${name} identifier`
    if (strict && /^0\d+$/.test(identifier)) return `${name} numeric identifier starts with zero`
  }
  return undefined
}

function coreFault(core: string): string | undefined {
  const numbers = core.split('.')
  if (numbers.length !== 3) return 'versionCore must have 3 numbers separated by dot'
  for (const [index, name] of ['major', 'minor', 'patch'].entries()) {
    const number = numbers[index]!
    if (number === '') return `${name} is empty`
    if (number.length > 1 && number.startsWith('0')) return `${name} starts with zero`
    if (!/^\d+$/.test(number)) return `${name} contains non-digit`
  }
  return undefined
}
