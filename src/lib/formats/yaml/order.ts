const LETTER = /\p{L}/u
const DIGIT = /\p{Nd}/u

function isLetter(code: number): boolean {
  if (code < 0x80) return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)
  return LETTER.test(String.fromCodePoint(code))
}

function isDigit(code: number): boolean {
  if (code < 0x80) return code >= 0x30 && code <= 0x39
  return DIGIT.test(String.fromCodePoint(code))
}

function isAsciiLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)
}

/** Go-yaml's order of map keys: runs of digits by their number, letters after everything else. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  let first = 0
  while (first < length && a.charCodeAt(first) === b.charCodeAt(first)) first++
  if (first === length) return a.length - b.length
  const x = a.charCodeAt(first)
  const y = b.charCodeAt(first)
  if (isAsciiLetter(x) && isAsciiLetter(y)) return x - y
  return NOT_ASCII.test(a) || NOT_ASCII.test(b) ? compareCodes(a, b) : compareAscii(a, b, first)
}

const NOT_ASCII = /[^\0-\x7f]/

/** As `compareAt`, without lists of codes. */
function compareAscii(a: string, b: string, at: number): number {
  const x = a.charCodeAt(at)
  const y = b.charCodeAt(at)
  if (isAsciiLetter(x) || isAsciiLetter(y)) return isAsciiLetter(y) ? -1 : 1
  const prefix = (x === 0x30 || y === 0x30) && followsNumber(a, at) ? 1 : 0
  const endA = digitsEnd(a, at)
  const endB = digitsEnd(b, at)
  const numberA = numberIn(a, at, endA, prefix)
  const numberB = numberIn(b, at, endB, prefix)
  if (numberA !== numberB) return numberA < numberB ? -1 : 1
  return endA !== endB ? endA - endB : x - y
}

function followsNumber(text: string, at: number): boolean {
  for (let i = at - 1; i >= 0 && isDigit(text.charCodeAt(i)); i--) if (text.charCodeAt(i) !== 0x30) return true
  return false
}

function digitsEnd(text: string, at: number): number {
  let end = at
  while (end < text.length && isDigit(text.charCodeAt(end))) end++
  return end
}

function numberIn(text: string, at: number, end: number, start: number): number {
  let number = start
  for (let i = at; i < end; i++) number = number * 10 + text.charCodeAt(i) - 0x30
  return number
}

function compareCodes(a: string, b: string): number {
  const left = Array.from(a, (char) => char.codePointAt(0)!)
  const right = Array.from(b, (char) => char.codePointAt(0)!)
  const shorter = Math.min(left.length, right.length)
  for (let i = 0; i < shorter; i++) {
    if (left[i] !== right[i]) return compareAt(left, right, i)
  }
  return left.length - right.length
}

function compareAt(left: number[], right: number[], at: number): number {
  const a = left[at]!
  const b = right[at]!
  const letterA = isLetter(a)
  const letterB = isLetter(b)
  if (letterA && letterB) return a - b
  if (letterA || letterB) return letterB ? -1 : 1
  // a zero inside a number counts: 10 against 1
  const prefix = (a === 0x30 || b === 0x30) && insideNumber(left, at) ? 1 : 0
  const [numberA, endA] = digits(left, at, prefix)
  const [numberB, endB] = digits(right, at, prefix)
  if (numberA !== numberB) return numberA < numberB ? -1 : 1
  return endA !== endB ? endA - endB : a - b
}

function insideNumber(codes: number[], at: number): boolean {
  for (let i = at - 1; i >= 0 && isDigit(codes[i]!); i--) if (codes[i] !== 0x30) return true
  return false
}

function digits(codes: number[], at: number, start: number): [number, number] {
  let number = start
  let end = at
  for (; end < codes.length && isDigit(codes[end]!); end++) number = number * 10 + codes[end]! - 0x30
  return [number, end]
}
