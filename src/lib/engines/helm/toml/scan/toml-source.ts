import {isStray, strayByte} from '../../../gotemplate/go/bytes.js'

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

/** Characters that no text may hold, for expressions of what may stand somewhere. */
export const REFUSED = '\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\udc80-\\udcff'

const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/
const SPACE = /[ \t\n]*/y
const COMMENT = new RegExp(`#[^\\r\\n${REFUSED}]*`, 'uy')
const BLANKS = /[ \t]*/y

/** A text, the place up to which it was read, and the lines of places. */
export class TomlSource {
  at = 0
  /** where the second line begins, the third and so on */
  readonly #breaks: readonly number[]

  constructor(readonly text: string) {
    this.#breaks = Array.from(text.matchAll(/\n/g), ({index}) => index + 1)
  }

  /** The character that comes next. @throws TomlFault for those that no text may hold */
  look(): string {
    if (this.at >= this.text.length) return END
    const char = String.fromCodePoint(this.text.codePointAt(this.at)!)
    if (isStray(char)) throw this.fault(`invalid UTF-8 byte: 0x${strayByte(char).toString(16)}`)
    if (CONTROL.test(char) || (char === '\r' && this.text[this.at + 1] !== '\n')) {
      const code = char.charCodeAt(0).toString(16).padStart(2, '0')
      throw this.fault(`TOML files cannot contain control characters: '0x${code}'`)
    }
    return char
  }

  /** Goes over what a sticky expression finds here, which may be nothing. */
  run(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.at += found.length
    return found
  }

  /** Goes over a text if it stands here. */
  skip(wanted: string): boolean {
    if (!this.text.startsWith(wanted, this.at)) return false
    this.at += wanted.length
    return true
  }

  /** The character behind the blanks. @throws TomlFault */
  afterBlanks(): string {
    this.run(BLANKS)
    return this.look()
  }

  /** The character behind blanks, line breaks and comments. @throws TomlFault */
  afterGap(): string {
    let from: number
    do {
      from = this.at
      this.run(SPACE)
      this.run(COMMENT)
      this.skip('\r\n')
    } while (this.at > from)
    return this.look()
  }

  /** The line of a place, from 1. */
  line(place = this.at): number {
    let low = 0
    let high = this.#breaks.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#breaks[middle]! <= place) low = middle + 1
      else high = middle
    }
    return low + 1
  }

  /** The line when the next character was read: that of the end is the last one that has something. */
  lineBehind(): number {
    if (this.at >= this.text.length) return this.line() - (this.text.endsWith('\n') ? 1 : 0)
    return this.line(this.at + 1)
  }

  fault(message: string, line = this.line()): TomlFault {
    return new TomlFault(message, line)
  }
}
