/** The pieces of DER (X.690) that certificates and keys are made of. */

export function tlv(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.from([tag]), length(body.length), body])
}

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size])
  const bytes: number[] = []
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Buffer.from([0x80 | bytes.length, ...bytes])
}

export const sequence = (...content: readonly Uint8Array[]): Buffer => tlv(0x30, ...content)
export const set = (...content: readonly Uint8Array[]): Buffer => tlv(0x31, ...content)
export const octets = (bytes: Uint8Array): Buffer => tlv(0x04, bytes)
export const bits = (bytes: Uint8Array, unused = 0): Buffer => tlv(0x03, Buffer.from([unused]), bytes)

export const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text))
export const boolean = (value: boolean): Buffer => tlv(0x01, Buffer.from([value ? 0xff : 0]))

/** A non-negative integer from big-endian bytes. */
export function integer(bytes: Uint8Array): Buffer {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start++
  const digits = bytes.subarray(start)
  return tlv(0x02, digits[0]! & 0x80 ? Buffer.from([0, ...digits]) : digits)
}

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const part of rest) {
    const groups = [part & 0x7f]
    for (let left = part >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80)
    bytes.push(...groups)
  }
  return tlv(0x06, Buffer.from(bytes))
}

/** Text of a name: a PrintableString when it can be one. */
export function name(text: string): Buffer {
  return tlv(/^[A-Za-z0-9 '()+,\-./:=?*&]*$/.test(text) ? 0x13 : 0x0c, Buffer.from(text))
}

/** UTCTime until 2049, GeneralizedTime after it; whole seconds. */
export function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return digits < '2050' ? tlv(0x17, Buffer.from(`${digits.slice(2)}Z`)) : tlv(0x18, Buffer.from(`${digits}Z`))
}

export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** An element with its content, and the elements in it. */
export interface Element {
  readonly tag: number
  /** with tag and length */
  readonly whole: Buffer
  readonly content: Buffer
}

/** The elements that stand in a row. @throws RangeError when they are cut off */
export function elements(bytes: Uint8Array): Element[] {
  const buffer = Buffer.from(bytes)
  const found: Element[] = []
  for (let at = 0; at < buffer.length; ) {
    const short = buffer.readUInt8(at + 1)
    const size = short < 0x80 ? short : buffer.readUIntBE(at + 2, short & 0x7f)
    const start = at + 2 + (short < 0x80 ? 0 : short & 0x7f)
    if (start + size > buffer.length) throw new RangeError('cut off')
    found.push({tag: buffer[at]!, whole: buffer.subarray(at, start + size), content: buffer.subarray(start, start + size)})
    at = start + size
  }
  return found
}
