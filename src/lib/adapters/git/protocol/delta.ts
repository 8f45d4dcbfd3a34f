import {GitError} from '../git-error.js'

export const MAX_OBJECT_BYTES: number = 1024 ** 3

/**
 * Rebuilds an object from its base and a delta (pack format: copy and insert instructions).
 * @throws GitError `git-protocol` when the delta does not fit
 */
export function applyDelta(base: Uint8Array, delta: Uint8Array): Uint8Array {
  const reader = new DeltaReader(delta)
  const baseLength = reader.size()
  const length = reader.size()
  if (baseLength !== base.length || length > MAX_OBJECT_BYTES) throw invalid()
  const result = Buffer.allocUnsafe(length)
  let written = 0
  while (!reader.done) {
    const part = reader.next(base)
    if (written + part.length > length) throw invalid()
    result.set(part, written)
    written += part.length
  }
  if (written !== length) throw invalid()
  return result
}

class DeltaReader {
  #at = 0

  constructor(private readonly bytes: Uint8Array) {}

  get done(): boolean {
    return this.#at >= this.bytes.length
  }

  /** Seven bits a byte, lowest first. */
  size(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.#at++]
      if (byte === undefined) throw invalid()
      value += (byte & 0x7f) * factor
      if (!(byte & 0x80)) return value
    }
  }

  /** The bytes that the next instruction adds. */
  next(base: Uint8Array): Uint8Array {
    const command = this.bytes[this.#at++]!
    if (command & 0x80) {
      const offset = this.#number(command, 4)
      const count = this.#number(command >> 4, 3) || 0x10000
      if (offset + count > base.length) throw invalid()
      return base.subarray(offset, offset + count)
    }
    const end = this.#at + command
    if (command === 0 || end > this.bytes.length) throw invalid()
    const part = this.bytes.subarray(this.#at, end)
    this.#at = end
    return part
  }

  /** Up to `width` bytes, each there when its bit is set. */
  #number(bits: number, width: number): number {
    let value = 0
    for (let bit = 0; bit < width; bit++) if (bits & (1 << bit)) value += (this.bytes[this.#at++] ?? 0) * 2 ** (8 * bit)
    return value
  }
}

function invalid(): GitError {
  return new GitError('git-protocol', 'invalid delta')
}
