import {goQuote} from '../../../errors/go-quote.js'
import {parseFloat64, parseInt64, parseUint64, unescaped} from '../go/strconv.js'
import type {NumberNode} from './node.js'
import type {TokenType} from './token.js'

type Reading = Omit<NumberNode, 'type' | 'source' | 'pos'>

/** what most numbers are: no octal, no overflow */
const SIMPLE = /^(?:0|[1-9]\d{0,14})$/

/**
 * Every way to read a constant: as int, uint, float and complex.
 * @throws Error with Go's words for what is no number
 */
export function readNumber(text: string, type: TokenType): Reading {
  if (SIMPLE.test(text)) {
    const int = BigInt(text)
    return {text, int, uint: int, float: Number(text)}
  }
  if (type === 'charConstant') return charConstant(text)
  if (type === 'complex') return complexConstant(text)
  if (text.endsWith('i')) {
    const im = parseFloat64(text.slice(0, -1))
    if (im !== undefined) return im === 0 ? {...integral(text, 0), complex: {re: 0, im}} : {text, complex: {re: 0, im}}
  }
  const uint = parseUint64(text, 0)
  const int = parseInt64(text, 0)
  if (int !== undefined) {
    return {text, int, float: Number(int), ...(uint !== undefined || int === 0n ? {uint: uint ?? 0n} : {})}
  }
  if (uint !== undefined) return {text, uint, float: Number(uint)}
  const float = parseFloat64(text)
  if (float === undefined) throw new Error(`illegal number syntax: ${goQuote(text)}`)
  if (!/[.eEpP]/.test(text)) throw new Error(`integer overflow: ${goQuote(text)}`)
  return integral(text, float)
}

/** A float, which is an int too when it is whole. */
function integral(text: string, float: number): Reading {
  if (!Number.isInteger(float)) return {text, float}
  const whole = BigInt(float)
  const int = whole >= -(2n ** 63n) && whole < 2n ** 63n ? {int: whole} : {}
  const uint = whole >= 0n && whole < 2n ** 64n ? {uint: whole} : {}
  return {text, float, ...int, ...uint}
}

function charConstant(text: string): Reading {
  const body = text.slice(1, -1)
  // one escape or one character
  const one = /^(?:\\(?:x..|u.{4}|U.{8}|[0-7]{3}|[^xuU0-7])|[^\\])$/su.exec(body)
  const char = one ? unescaped(body, "'") : undefined
  if (char === undefined) {
    if (body === '' || !/^\\/.test(body))
      throw new Error(body === '' ? 'invalid syntax' : `malformed character constant: ${text}`)
    throw new Error('invalid syntax')
  }
  const byte = /^\\(?:x(..)|([0-7]{3}))$/.exec(body)
  const code = byte ? Number.parseInt(byte[1] ?? byte[2]!, byte[1] ? 16 : 8) : char.codePointAt(0)!
  return {text, int: BigInt(code), uint: BigInt(code), float: code}
}

function complexConstant(text: string): Reading {
  const split = /^([+-]?[^+-]*(?:[eEpP][+-][^+-]*)?)([+-].*)i$/.exec(text)
  const re = parseFloat64(split?.[1] ?? '')
  const im = parseFloat64(split?.[2] ?? '')
  if (re === undefined || im === undefined) throw new Error('syntax error scanning complex number')
  return im === 0 ? {...integral(text, re), complex: {re, im}} : {text, complex: {re, im}}
}
