/** Reads the protobuf wire format of one message (protobuf.dev, "Encoding"). Throws RangeError on a truncated message. */
export class WireReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length
  }

  /** Number and wire type of the next field. */
  tag(): {number: number; wire: number} {
    const tag = Number(this.varint())
    return {number: Math.floor(tag / 8), wire: tag % 8}
  }

  /** An unsigned varint of up to 64 bits. */
  varint(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw new RangeError('unexpected EOF')
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asUintN(64, value)
    }
    throw new RangeError('proto: integer overflow')
  }

  bytes(): Uint8Array {
    const length = Number(this.varint())
    if (length > this.#bytes.length - this.#at) throw new RangeError('unexpected EOF')
    return this.#bytes.subarray(this.#at, (this.#at += length))
  }

  double(): number {
    const value = this.#view.getFloat64(this.#at, true)
    this.#at += 8
    return value
  }

  /** Steps over a field that nobody knows. */
  skip(wire: number): void {
    if (wire === 0) this.varint()
    else if (wire === 1) this.#at += 8
    else if (wire === 2) this.bytes()
    else if (wire === 5) this.#at += 4
    else throw new RangeError(`proto: illegal wireType ${wire}`)
    if (this.#at > this.#bytes.length) throw new RangeError('unexpected EOF')
  }
}
