import {isUtf8} from 'node:buffer'

/** What the reader of YAML refuses before it looks at any structure. */
export interface ReaderFault {
  /** go-yaml's words */
  readonly problem: string
  /** both from 0 */
  readonly line: number
  readonly column: number
}

/** Control characters, and what stands for a byte that was no UTF-8: never after the first half of a pair. */
const REFUSED = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|(?<![\ud800-\udbff])[\udc80-\udcff]/

/** Half of a pair that stands for byte 0. */
const ESCAPE = 0xdc00

/**
 * The text of a file that somebody may write by hand. A byte that is no UTF-8 becomes half of a pair (U+DC80 to U+DCFF): readers of
 * YAML refuse that with its place, everybody else prints it as U+FFFD.
 */
export function yamlText(bytes: Uint8Array): string {
  const data = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isUtf8(data)) return data.toString('utf8')
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < data.length; ) {
    const length = validLength(data, at)
    if (length > 0) {
      at += length
      continue
    }
    parts.push(data.toString('utf8', from, at), String.fromCharCode(ESCAPE + data[at]!))
    from = ++at
  }
  return parts.join('') + data.toString('utf8', from)
}

const ESCAPED = /(?<![\ud800-\udbff])[\udc80-\udcff]/g

/** The bytes that `yamlText` made such a text of. */
export function yamlBytes(text: string): Buffer {
  const parts: Buffer[] = []
  let from = 0
  for (const {0: half, index} of text.matchAll(ESCAPED)) {
    parts.push(Buffer.from(text.slice(from, index)), Buffer.of(half.charCodeAt(0) - ESCAPE))
    from = index + 1
  }
  return from === 0 ? Buffer.from(text) : Buffer.concat([...parts, Buffer.from(text.slice(from))])
}

/** True when some of its bytes were no UTF-8. */
export function hasEscapedBytes(text: string): boolean {
  return text.search(ESCAPED) >= 0
}

/** The same with U+FFFD where a byte was no UTF-8: what readers of JSON make of it. */
export function printable(text: string): string {
  return text.replaceAll(ESCAPED, '\ufffd')
}

/** The first fault that go-yaml's reader would find. */
export function readerFault(text: string): ReaderFault | undefined {
  const at = text.search(REFUSED)
  if (at < 0) return undefined
  const start = text.lastIndexOf('\n', at - 1) + 1
  let line = 0
  for (let i = text.indexOf('\n'); i >= 0 && i < start; i = text.indexOf('\n', i + 1)) line++
  const problem = text.charCodeAt(at) >= ESCAPE && text.charCodeAt(at) < 0xe000 ? badBytes(text.slice(at, at + 4)) : CONTROL
  return {problem, line, column: at - start}
}

const CONTROL = 'control characters are not allowed'

/** Bytes of the UTF-8 sequence at `at`; 0 when it is none. */
function validLength(data: Buffer, at: number): number {
  const width = widthOf(data[at]!)
  if (width <= 1) return width
  return at + width <= data.length && isUtf8(data.subarray(at, at + width)) ? width : 0
}

function widthOf(lead: number): number {
  if (lead < 0x80) return 1
  if ((lead & 0xe0) === 0xc0) return 2
  if ((lead & 0xf0) === 0xe0) return 3
  return (lead & 0xf8) === 0xf0 ? 4 : 0
}

function badBytes(text: string): string {
  const bytes = [...text].flatMap((char) => {
    const code = char.codePointAt(0)!
    return code >= ESCAPE && code < 0xe000 ? [code - ESCAPE] : [...Buffer.from(char)]
  })
  const width = widthOf(bytes[0]!)
  if (width === 0) return 'invalid leading UTF-8 octet'
  if (width > bytes.length) return 'incomplete UTF-8 octet sequence'
  if (bytes.slice(1, width).some((byte) => (byte & 0xc0) !== 0x80)) return 'invalid trailing UTF-8 octet'
  const value = bytes.slice(1, width).reduce((sum, byte) => (sum << 6) | (byte & 0x3f), bytes[0]! & (0x7f >> width))
  return value < [0, 0, 0x80, 0x800, 0x10000][width]! ? 'invalid length of a UTF-8 sequence' : 'invalid Unicode character'
}
