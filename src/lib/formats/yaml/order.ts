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
  return isAsciiLetter(x) && isAsciiLetter(y) ? x - y : compareCodes(a, b)
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
