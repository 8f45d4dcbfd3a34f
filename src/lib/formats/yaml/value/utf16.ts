import {yamlBytes} from '../reader.js'

/** A text that was in UTF-16. */
export interface WideText {
  /** begins with a byte order mark, as in UTF-8 */
  readonly text: string
  /** go-yaml's words about a character that is none */
  readonly fault?: string
  /** half of a character is left over at the end: go-yaml says so once it gets there */
  readonly hasHalf: boolean
}

/** Marks of the order of bytes as `yamlText` makes them of what is no UTF-8; the first are the bytes of small ends first. */
const SMALL_FIRST = '\udcff\udcfe'
const BIG_FIRST = '\udcfe\udcff'

/**
 * What go-yaml makes of a text that begins with a byte order mark of UTF-16; undefined for all others.
 * @param text of `yamlText`
 */
export function wideText(text: string): WideText | undefined {
  const isBig = text.startsWith(BIG_FIRST)
  if (!isBig && !text.startsWith(SMALL_FIRST)) return undefined
  const bytes = Uint8Array.prototype.slice.call(yamlBytes(text))
  const even = Buffer.from(bytes.buffer, 0, bytes.length & ~1)
  const wide = (isBig ? even.swap16() : even).toString('utf16le')
  const hasHalf = bytes.length % 2 === 1
  const at = wide.search(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/)
  if (at < 0) return {text: wide, hasHalf}
  const isLow = wide.charCodeAt(at) >= 0xdc00
  const isLast = at === wide.length - 1
  return {
    ...{text: wide, hasHalf},
    fault: isLow ? 'unexpected low surrogate area' : isLast ? 'incomplete UTF-16 surrogate pair' : 'expected low surrogate area',
  }
}
