import {resolvePlain} from './scalar.js'
import {timestampOf} from './timestamp.js'

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal'

/** Words that are safe without any further look: no number, boolean, null or date starts like this. */
const COMMON = /^(?:[a-eg-mp-su-xzA-EG-MP-SU-XZ_/][A-Za-z0-9_./@%+-]*|[A-Za-z][A-Za-z0-9_./@%+-]{5,})$/
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/
/** What go-yaml does not show as it is: controls, tab, surrogate pairs (all beyond the first plane), byte order mark. */
const SPECIAL = /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/
const BREAK = '\\n\\r\\u0085\\u2028\\u2029'
const HAS_BREAK = new RegExp(`[${BREAK}]`)
const SPACE_BREAK = new RegExp(`\\x20[${BREAK}]`)
const BREAK_SPACE = new RegExp(`[${BREAK}]\\x20`)
const EDGE = new RegExp(`^[ ${BREAK}]|[ ${BREAK}]$`)
const INDICATOR = /^(?:[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t]|$)|---|\.\.\.)|:(?:[ \t]|$)|[ \t\n\r\u0085\u2028\u2029]#/

const LONG = 10_000

/** The style in which yaml.v2 writes a string; a key is never written over several lines. */
export function styleOf(text: string, key: boolean): ScalarStyle {
  // of megabytes the expression would fill the stack
  if (text.length <= LONG && COMMON.test(text)) return 'plain'
  if (text.includes('\n')) return literalAllowed(text, key) ? 'literal' : 'double'
  return staysText(text) ? safeStyle(text, key) : 'double'
}

/** The plainest style in which a text of one line can be written, whatever a reader makes of it. */
export function safeStyle(text: string, key: boolean): ScalarStyle {
  if (SPECIAL.test(text)) return 'double'
  const breaks = HAS_BREAK.test(text)
  if (breaks && (key || SPACE_BREAK.test(text) || BREAK_SPACE.test(text))) return 'double'
  return breaks || EDGE.test(text) || INDICATOR.test(text) ? 'single' : 'plain'
}

function literalAllowed(text: string, key: boolean): boolean {
  return !key && !text.endsWith(' ') && !SPACE_BREAK.test(text) && !SPECIAL.test(text)
}

/** True when the text without quotes would be read as this same string. */
function staysText(text: string): boolean {
  if (typeof resolvePlain(text, 'kubernetes') !== 'string') return false
  const code = text.charCodeAt(0)
  if ((code < 0x30 || code > 0x39) && code !== 0x2b && code !== 0x2d) return true
  return !BASE_60.test(text) && timestampOf(text) === undefined
}
