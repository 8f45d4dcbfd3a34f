import {quote} from '../../fmt/quote.js'

/** Why net/netip's ParseAddr refuses a text, `ParseAddr("x"): ...`; undefined when it does not. */
export function addressFault(text: string): string | undefined {
  const fault = faultOf(text)
  return fault === undefined ? undefined : `ParseAddr(${quote(text)}): ${fault}`
}

function faultOf(text: string): string | undefined {
  // what comes first decides what the address is taken for
  const first = /[.:%]/.exec(text)?.[0]
  if (first === '.') return dottedFault(text)
  if (first === undefined) return 'unable to parse IP'
  if (first === '%') return 'missing IPv6 address'
  const zone = text.indexOf('%')
  if (zone === text.length - 1) return 'zone must be a non-empty string'
  return groupsFault(zone < 0 ? text : text.slice(0, zone))
}

function dottedFault(text: string): string | undefined {
  let fields = 0
  let field = ''
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (/\d/.test(char)) {
      if (field === '0') return 'IPv4 field has octet with leading zero'
      field += char
      if (Number(field) > 255) return 'IPv4 field has value >255'
    } else if (char !== '.') return at('unexpected character', text.slice(i))
    else if (field === '' || i === text.length - 1) return at('IPv4 field must have at least one digit', text.slice(i))
    else if (fields === 3) return 'IPv4 address too long'
    else {
      fields++
      field = ''
    }
  }
  return fields < 3 ? 'IPv4 address too short' : undefined
}

/** Groups of up to four hex digits, one gap at most, an IPv4 address as the last two. */
function groupsFault(text: string): string | undefined {
  const state = {gap: text.startsWith('::'), rest: text, count: 0}
  if (text === '::') return undefined
  if (state.gap) state.rest = text.slice(2)
  for (let more = true; more && state.count < 8; ) {
    const digits = /^[0-9a-fA-F]*/.exec(state.rest)![0]
    const isDotted = state.rest[digits.length] === '.'
    const fault = groupFault(digits, state.rest) ?? (isDotted ? dottedEndFault(state) : undefined)
    if (fault !== undefined) return fault
    state.count += isDotted ? 2 : 1
    state.rest = isDotted ? '' : state.rest.slice(digits.length)
    const next = state.rest === '' ? false : pastColons(state)
    if (typeof next === 'string') return next
    more = next
  }
  return endFault(state)
}

function endFault({gap, rest, count}: Reading): string | undefined {
  if (rest !== '') return at('trailing garbage after address', rest)
  if (count < 8) return gap ? undefined : 'address string too short'
  return gap ? 'the :: must expand to at least one field of zeros' : undefined
}

interface Reading {
  gap: boolean
  rest: string
  count: number
}

function dottedEndFault({gap, rest, count}: Reading): string | undefined {
  if (!gap && count !== 6) return at('embedded IPv4 address must replace the final 2 fields of the address', rest)
  if (count > 6) return at('too many hex fields to fit an embedded IPv4 at the end of the address', rest)
  return dottedFault(rest)
}

/** Whether a group must follow, or what is wrong. */
function pastColons(state: Reading): boolean | string {
  if (!state.rest.startsWith(':')) return at('unexpected character, want colon', state.rest)
  if (state.rest === ':') return at('colon must be followed by more characters', state.rest)
  state.rest = state.rest.slice(1)
  if (!state.rest.startsWith(':')) return true
  if (state.gap) return at('multiple :: in address', state.rest)
  state.gap = true
  state.rest = state.rest.slice(1)
  return state.rest !== ''
}

function groupFault(digits: string, rest: string): string | undefined {
  if (digits.length > 4) return at('each group must have 4 or less digits', rest)
  return digits === '' ? at('each colon-separated field must have at least one digit', rest) : undefined
}

function at(message: string, rest: string): string {
  return rest === '' ? message : `${message} (at ${quote(rest)})`
}
