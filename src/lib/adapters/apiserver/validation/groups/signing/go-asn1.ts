/** What Go's encoding/asn1 says of bytes that are not what was asked for. */
export class Asn1Fault extends Error {}

const syntax = (text: string) => new Asn1Fault(`asn1: syntax error: ${text}`)
const structure = (text: string) => new Asn1Fault(`asn1: structure error: ${text}`)

/** An element: what kind it is, what it holds, and all of it. */
export interface Asn1Element {
  readonly class: number
  readonly tag: number
  readonly isCompound: boolean
  readonly content: Buffer
  readonly whole: Buffer
}

const PARAMETERS =
  '{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}'

/** Reads elements in a row, as the fields of a Go struct. */
export class Asn1Reader {
  private at = 0

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length
  }

  /** The next element, whatever it is. @throws Asn1Fault */
  any(): Asn1Element {
    if (this.isAtEnd) throw syntax('sequence truncated')
    const start = this.at
    const head = this.head()
    return this.take(start, head)
  }

  /** The next element, which has to be of a kind; `goType` is told of when it is not. @throws Asn1Fault */
  expect(tag: number, goType: string): Asn1Element {
    if (this.isAtEnd) throw syntax('sequence truncated')
    const start = this.at
    const head = this.head()
    const isCompound = tag === SEQUENCE || tag === SET
    if (head.class !== 0 || head.tag !== tag || head.isCompound !== isCompound) {
      const shown = `{class:${head.class} tag:${head.tag} length:${head.length} isCompound:${head.isCompound}}`
      throw structure(`tags don't match (${tag} vs ${shown}) ${PARAMETERS} ${goType} @${this.at}`)
    }
    return this.take(start, head)
  }

  /** All that is left, which are elements of one kind: they are counted before any is read. @throws Asn1Fault */
  listOf(tag: number): Asn1Element[] {
    const found: Asn1Element[] = []
    while (!this.isAtEnd) {
      const start = this.at
      const head = this.head()
      if (head.class !== 0 || head.tag !== tag || !head.isCompound) throw structure('sequence tag mismatch')
      if (this.at + head.length > this.bytes.length) throw syntax('truncated sequence')
      found.push(this.take(start, head))
    }
    return found
  }

  private take(start: number, head: Head): Asn1Element {
    const end = this.at + head.length
    if (end > this.bytes.length) throw syntax('data truncated')
    const content = this.bytes.subarray(this.at, end)
    this.at = end
    return {...head, content, whole: this.bytes.subarray(start, end)}
  }

  private next(): number {
    if (this.isAtEnd) throw syntax('truncated tag or length')
    return this.bytes[this.at++]!
  }

  private head(): Head {
    const first = this.next()
    let tag = first & 0x1f
    if (tag === 0x1f) {
      tag = this.longTag()
      if (tag < 0x1f) throw structure('non-minimal tag')
    }
    return {class: first >> 6, tag, isCompound: (first & 0x20) !== 0, length: this.length()}
  }

  private longTag(): number {
    let tag = 0
    for (;;) {
      const byte = this.next()
      tag = tag * 128 + (byte & 0x7f)
      if (tag > 0x7fffffff) throw structure('base 128 integer too large')
      if ((byte & 0x80) === 0) return tag
    }
  }

  private length(): number {
    const first = this.next()
    if (first < 0x80) return first
    if (first === 0x80) throw syntax('indefinite length found (not DER)')
    let length = 0
    for (let left = first & 0x7f; left > 0; left--) {
      const byte = this.next()
      if (length >= 2 ** 23) throw structure('length too large')
      length = length * 256 + byte
      if (length === 0) throw structure('superfluous leading zeros in length')
    }
    if (length < 0x80) throw structure('non-minimal length')
    return length
  }
}

interface Head {
  readonly class: number
  readonly tag: number
  readonly isCompound: boolean
  readonly length: number
}

export const INTEGER = 2
export const BIT_STRING = 3
export const OID = 6
export const SEQUENCE = 16
export const SET = 17

/** What comes after the end. */
export const trailing = () => syntax('trailing data')

/** Numbers with dots. @throws Asn1Fault */
export function oidText(content: Buffer): string {
  if (content.length === 0) throw syntax('zero length OBJECT IDENTIFIER')
  const parts: number[] = []
  let value = 0
  let isOpen = false
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f)
    isOpen = (byte & 0x80) !== 0
    if (isOpen) continue
    if (parts.length === 0) parts.push(...(value < 80 ? [Math.floor(value / 40), value % 40] : [2, value - 80]))
    else parts.push(value)
    value = 0
  }
  if (isOpen) throw syntax('truncated base 128 integer')
  return parts.join('.')
}

/** The bytes of a bit string. @throws Asn1Fault */
export function bitsOf(content: Buffer): Buffer {
  if (content.length === 0) throw syntax('zero length BIT STRING')
  const unused = content[0]!
  const mask = 2 ** unused - 1
  if (unused > 7 || (content.length === 1 && unused > 0) || (content.at(-1)! & mask) !== 0)
    throw syntax('invalid padding bits in BIT STRING')
  return content.subarray(1)
}
