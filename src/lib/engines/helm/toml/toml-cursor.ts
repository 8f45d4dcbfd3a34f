import {isStray, strayByte} from '../../gotemplate/go/bytes.js'

/** What stands behind the last character: NUL, which no text may hold. */
export const END = '\0'

/** What is wrong with a text, and the line that Helm tells. */
export class TomlFault extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message)
  }
}

const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/

/** Takes a text character by character and knows the line. */
export class TomlCursor {
  at = 0
  /** from 1; a line break that was taken counts */
  line = 1
  /** where that begins which is being read */
  start = 0
  /** true when the end was taken */
  #beyond = false

  constructor(private readonly text: string) {}

  /** @throws TomlFault for characters that no text may hold */
  take(): string {
    if (this.at >= this.text.length) {
      this.#beyond = true
      return END
    }
    const char = String.fromCodePoint(this.text.codePointAt(this.at)!)
    if (char === '\n') this.line++
    if (isStray(char)) throw new TomlFault(`invalid UTF-8 byte: 0x${strayByte(char).toString(16)}`, this.line)
    if (CONTROL.test(char) || (char === '\r' && this.text[this.at + 1] !== '\n')) {
      const code = char.charCodeAt(0).toString(16).padStart(2, '0')
      throw new TomlFault(`TOML files cannot contain control characters: '0x${code}'`, this.line)
    }
    this.at += char.length
    return char
  }

  /** Gives the last character back. */
  back(): void {
    if (this.#beyond) {
      this.#beyond = false
      return
    }
    const unit = this.text.charCodeAt(this.at - 1)
    this.at -= unit >= 0xdc00 && unit <= 0xdfff ? 2 : 1
    if (this.text[this.at] === '\n') this.line--
  }

  peek(): string {
    const char = this.take()
    this.back()
    return char
  }

  /** Takes a character if it is this one. */
  accept(wanted: string): boolean {
    if (this.take() === wanted) return true
    this.back()
    return false
  }

  /** Takes characters as long as they are some of these. */
  takeAll(wanted: RegExp): void {
    while (wanted.test(this.take()));
    this.back()
  }

  skipBlanks(): void {
    this.takeAll(/[ \t]/)
  }

  /** What was taken since `start`. */
  taken(): string {
    return this.text.slice(this.start, this.at)
  }

  fault(message: string): TomlFault {
    return new TomlFault(message, this.#beyond && this.text[this.at - 1] === '\n' ? this.line - 1 : this.line)
  }

  /** A fault that is told of the line before. */
  faultBefore(message: string): TomlFault {
    return new TomlFault(message, this.line - 1)
  }

  /** A fault of the last character; that of the end is told of the line before. */
  faultOfLast(message: string): TomlFault {
    return this.#beyond ? this.faultBefore(message) : this.fault(message)
  }
}
