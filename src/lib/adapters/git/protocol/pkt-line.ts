import {GitError} from '../git-error.js'

/** One pkt-line: its length in four hex digits, then the text. */
export function pktLine(text: string): Uint8Array {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes])
}

export const FLUSH: Uint8Array = Buffer.from('0000')

/** Reads pkt-lines, or plain bytes, off a stream of chunks. */
export class PktReader {
  #buffer: Buffer = Buffer.alloc(0)
  #between = true
  readonly #chunks: AsyncIterator<Uint8Array>

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** True while the next thing to come is a line's length. */
  get betweenLines(): boolean {
    return this.#between
  }

  /** The next line's payload; `'flush'` for 0000; undefined at the end of the stream. */
  async line(): Promise<Buffer | 'flush' | undefined> {
    this.#between = true
    if (!(await this.#fill(4))) {
      if (this.#buffer.length === 0) return undefined
      throw new GitError('git-protocol', 'invalid pkt-len found')
    }
    this.#between = false
    const digits = this.#buffer.toString('latin1', 0, 4)
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new GitError('git-protocol', 'invalid pkt-len found')
    const length = Number.parseInt(digits, 16)
    if (length < 4) {
      this.#buffer = this.#buffer.subarray(4)
      return 'flush'
    }
    if (!(await this.#fill(length))) throw new GitError('git-protocol', 'unexpected EOF')
    const line = this.#buffer.subarray(4, length)
    this.#buffer = this.#buffer.subarray(length)
    return line
  }

  /** Whatever comes next, undefined at the end. */
  async chunk(): Promise<Buffer | undefined> {
    if (this.#buffer.length === 0 && !(await this.#fill(1))) return undefined
    const all = this.#buffer
    this.#buffer = Buffer.alloc(0)
    return all
  }

  /** The stream's first bytes without taking them. */
  async peek(count: number): Promise<string> {
    await this.#fill(count)
    return this.#buffer.toString('latin1', 0, count)
  }

  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  async #fill(count: number): Promise<boolean> {
    if (this.#buffer.length >= count) return true
    const parts: Uint8Array[] = [this.#buffer]
    let length = this.#buffer.length
    while (length < count) {
      const next = await this.#chunks.next()
      if (next.done) break
      parts.push(next.value)
      length += next.value.length
    }
    this.#buffer = Buffer.concat(parts)
    return length >= count
  }
}
