import {isIP} from '../../../../schema/ip.js'

/** An address that may have octets with leading zeros, without them; undefined for what is none. */
export function plainAddress(text: string): string | undefined {
  const plain = text.replace(/(^|[.:])0+(?=\d+(?:\.|$))/g, (all, before: string) => (text.includes('.') ? before : all))
  return isIP(plain) === 0 ? undefined : plain
}

/** As Go writes an address: IPv6 in RFC 5952 form, IPv4 inside IPv6 as IPv4. */
export function canonicalAddress(text: string): string | undefined {
  const words = wordsOf(text)
  return words && addressText(words)
}

/** IPv4 in the form of IPv6. */
export function isMapped(text: string): boolean {
  return isIP(text) === 6 && !canonicalAddress(text)!.includes(':')
}

/** The address with the bits beyond a prefix cleared. */
export function maskedAddress(text: string, prefix: number): string | undefined {
  const words = wordsOf(text)
  if (!words) return undefined
  const bits = isIP(text) === 4 ? prefix + 96 : prefix
  const masked = words.map((word, at) => {
    const kept = Math.min(Math.max(bits - at * 16, 0), 16)
    return word & (0xffff ^ (0xffff >> kept))
  })
  // only IPv4 stays IPv4 whatever is cleared
  return isIP(text) === 4 ? v4Text(masked) : addressText(masked)
}

/** Eight words; IPv4 in its mapped form. */
function wordsOf(text: string): number[] | undefined {
  const version = isIP(text)
  if (version === 0) return undefined
  if (version === 4) return [0, 0, 0, 0, 0, 0xffff, ...v4Words(text)]
  const [head = '', tail] = text.split('::')
  const front = partsOf(head)
  if (tail === undefined) return front
  const back = partsOf(tail)
  return [...front, ...new Array<number>(8 - front.length - back.length).fill(0), ...back]
}

function v4Words(text: string): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number)
  return [a * 256 + b, c * 256 + d]
}

function partsOf(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((part) => (part.includes('.') ? v4Words(part) : [Number.parseInt(part, 16)]))
}

function v4Text(words: readonly number[]): string {
  return words
    .slice(6)
    .flatMap((word) => [word >> 8, word & 255])
    .join('.')
}

function addressText(words: readonly number[]): string {
  if (words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff) return v4Text(words)
  let [start, length] = [-1, 1]
  for (let at = 0; at < 8; at += 1) {
    let end = at
    while (end < 8 && words[end] === 0) end += 1
    if (end - at > length) [start, length] = [at, end - at]
    at = Math.max(at, end)
  }
  const shown = (part: readonly number[]) => part.map((word) => word.toString(16)).join(':')
  return start < 0 ? shown(words) : `${shown(words.slice(0, start))}::${shown(words.slice(start + length))}`
}
