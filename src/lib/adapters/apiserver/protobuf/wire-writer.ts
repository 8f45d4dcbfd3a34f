/** Writes the protobuf wire format of one message (protobuf.dev, "Encoding"), field by field. */
export class WireWriter {
  #bytes = Buffer.allocUnsafe(256)
  #at = 0

  /** The message so far; the writer must not be used any more. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#at)
  }

  /** An integer field; negative ones take ten bytes, as int32 and int64 do. */
  integer(number: number, value: number | bigint): void {
    this.#varint(number * 8)
    if (typeof value === 'number' && value >= 0) this.#varint(value)
    else this.#bigVarint(BigInt.asUintN(64, BigInt(value)))
  }

  double(number: number, value: number): void {
    this.#varint(number * 8 + 1)
    this.#room(8)
    this.#at = this.#bytes.writeDoubleLE(value, this.#at)
  }

  bytes(number: number, value: Uint8Array): void {
    this.#varint(number * 8 + 2)
    this.#varint(value.length)
    this.#room(value.length)
    this.#bytes.set(value, this.#at)
    this.#at += value.length
  }

  text(number: number, value: string): void {
    const length = Buffer.byteLength(value)
    this.#varint(number * 8 + 2)
    this.#varint(length)
    this.#room(length)
    this.#at += this.#bytes.write(value, this.#at)
  }

  #varint(value: number): void {
    this.#room(10)
    let left = value
    while (left >= 0x80) {
      this.#bytes[this.#at++] = (left % 0x80) | 0x80
      left = Math.floor(left / 0x80)
    }
    this.#bytes[this.#at++] = left
  }

  #bigVarint(value: bigint): void {
    this.#room(10)
    let left = value
    while (left >= 0x80n) {
      this.#bytes[this.#at++] = Number(left & 0x7fn) | 0x80
      left >>= 7n
    }
    this.#bytes[this.#at++] = Number(left)
  }

  #room(length: number): void {
    if (this.#at + length <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + length))
    this.#bytes.copy(grown, 0, 0, this.#at)
    this.#bytes = grown
  }
}
