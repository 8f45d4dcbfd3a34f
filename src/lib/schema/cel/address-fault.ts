import {goQuote} from '../../errors/go-quote.js'

/** Why a text is no IP address, in the words of Go's netip.ParseAddr; undefined: it is one. */
export function addressFault(text: string): string | undefined {
  const fault = faultOf(text)
  if (fault === undefined) return undefined
  const [message, at] = fault
  return `ParseAddr(${goQuote(text)}): ${message}${at === undefined || at === '' ? '' : ` (at ${goQuote(at)})`}`
}

/** Why a text is no prefix, in the words of netip.ParsePrefix. */
export function prefixFault(text: string): string | undefined {
  const slash = text.lastIndexOf('/')
  const told = (message: string) => `netip.ParsePrefix(${goQuote(text)}): ${message}`
  if (slash < 0) return told("no '/'")
  const address = text.slice(0, slash)
  const fault = addressFault(address)
  if (fault !== undefined) return told(fault)
  if (address.includes('%')) return told('IPv6 zones cannot be present in a prefix')
  const bits = text.slice(slash + 1)
  if (!/^(?:\d|[1-9]\d*)$/.test(bits)) return told(`bad bits after slash: ${goQuote(bits)}`)
  return Number(bits) > (address.includes(':') ? 128 : 32) ? told('prefix length out of range') : undefined
}

type Fault = readonly [message: string, at?: string]

function faultOf(text: string): Fault | undefined {
  const first = /[.:%]/.exec(text)?.[0]
  if (first === '.') return fourFault(text)
  if (first === ':') return sixFault(text)
  return [first === '%' ? 'missing IPv6 address' : 'unable to parse IP']
}

function fourFault(text: string): Fault | undefined {
  let dots = 0
  let field = ''
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (/\d/.test(char)) {
      if (field === '0') return ['IPv4 field has octet with leading zero']
      field += char
      if (Number(field) > 255) return ['IPv4 field has value >255']
    } else if (char === '.') {
      if (field === '' || at === text.length - 1) return ['IPv4 field must have at least one digit', text.slice(at)]
      if (dots === 3) return ['IPv4 address too long']
      dots++
      field = ''
    } else return ['unexpected character', text.slice(at)]
  }
  return dots < 3 ? ['IPv4 address too short'] : undefined
}

/** How far an IPv6 address is read. */
interface Reading {
  readonly rest: string
  readonly fields: number
  readonly ellipsis: boolean
}

function sixFault(text: string): Fault | undefined {
  const percent = text.indexOf('%')
  if (percent === text.length - 1) return ['zone must be a non-empty string']
  const plain = percent < 0 ? text : text.slice(0, percent)
  if (plain === '::') return undefined
  let at: Reading = plain.startsWith('::')
    ? {rest: plain.slice(2), fields: 0, ellipsis: true}
    : {rest: plain, fields: 0, ellipsis: false}
  do {
    const next = afterField(at)
    if (!('rest' in next)) return next
    at = next
  } while (at.fields < 8 && at.rest !== '')
  if (at.rest !== '') return ['trailing garbage after address', at.rest]
  if (at.fields < 8) return at.ellipsis ? undefined : ['address string too short']
  return at.ellipsis ? ['the :: must expand to at least one field of zeros'] : undefined
}

function afterField({rest, fields, ellipsis}: Reading): Reading | Fault {
  const digits = /^[\da-f]*/i.exec(rest)![0]
  if (digits.length > 4) return ['each group must have 4 or less digits', rest]
  if (digits === '') return ['each colon-separated field must have at least one digit', rest]
  if (rest[digits.length] === '.') return embeddedFault(rest, fields, ellipsis) ?? {rest: '', fields: fields + 2, ellipsis}
  const after = rest.slice(digits.length)
  if (after === '') return {rest: '', fields: fields + 1, ellipsis}
  if (after[0] !== ':') return ['unexpected character, want colon', after]
  if (after.length === 1) return ['colon must be followed by more characters', after]
  if (after[1] !== ':') return {rest: after.slice(1), fields: fields + 1, ellipsis}
  if (ellipsis) return ['multiple :: in address', after.slice(1)]
  return {rest: after.slice(2), fields: fields + 1, ellipsis: true}
}

function embeddedFault(rest: string, fields: number, ellipsis: boolean): Fault | undefined {
  if (!ellipsis && fields !== 6) return ['embedded IPv4 address must replace the final 2 fields of the address', rest]
  if (fields > 6) return ['too many hex fields to fit an embedded IPv4 at the end of the address', rest]
  return fourFault(rest)
}
