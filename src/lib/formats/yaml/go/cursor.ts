const MARKS = '\ufeff\ufeff'
/** Characters that go-yaml reads ahead. */
const AHEAD = 512

/** Place in a text that ends with a NUL; lines and columns count from 0. */
export class Cursor {
  pos = 0
  line = 0
  lineStart = 0

  constructor(readonly text: string) {}

  /**
   * Whether the character that begins this line is passed over: go-yaml looks for a byte order mark there, but always at the
   * first character behind the text's own mark.
   */
  get losesFirst(): boolean {
    return this.pos < AHEAD && this.pos < this.text.length - 1 && this.text.startsWith(MARKS)
  }

  get column(): number {
    return this.pos - this.lineStart
  }

  code(offset = 0): number {
    return this.text.charCodeAt(this.pos + offset)
  }

  /** Passes a line break; gives what it stands for. */
  takeBreak(): string {
    const code = this.code()
    const length = code === 0x0d && this.code(1) === 0x0a ? 2 : 1
    this.pos += length
    this.line++
    this.lineStart = this.pos
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n'
  }
}

export function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029
}

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}

export function isBreakOrEnd(code: number): boolean {
  return code === 0 || isBreak(code)
}

export function isBlankOrEnd(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0 || isBreak(code)
}

/** Letters, digits, `_` and `-`. */
export function isWord(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d
  )
}

/** `---` or `...` at the start of a line, followed by a blank or the end. */
export function isDocumentMark(cursor: Cursor, char: number): boolean {
  return (
    cursor.pos === cursor.lineStart &&
    cursor.code() === char &&
    cursor.code(1) === char &&
    cursor.code(2) === char &&
    isBlankOrEnd(cursor.code(3))
  )
}
