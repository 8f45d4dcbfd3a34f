import {resolvePlain} from '../../../formats/yaml/scalar.js'

/** Anything but the letters of English texts and line breaks. */
const UNUSUAL = /[^\n -~]/
const KEY = String.raw`(?!null:|Null:|NULL:)[A-Za-z_][\w./-]*:`
const QUOTED = String.raw`"[^"\\\n]*"|'[^'\n]*'`
const PLAIN = String.raw`-?[A-Za-z0-9_/$(^=;)][^\n#:]*(?::[^\n #:][^\n#:]*)*`
const ITEM = String.raw`(?:${QUOTED}|[A-Za-z0-9_/][\w./-]*)`
const FLOW = String.raw`\{\}|\[(?:${ITEM}(?:, *${ITEM})*)?\]`
const VALUE = String.raw`(?:${PLAIN}|(?:${QUOTED}|${FLOW}) *)\n`

const ENTRY = new RegExp(String.raw`${KEY}(?:\n| +${VALUE})`, 'y')
const ELEMENT = new RegExp(VALUE, 'y')
/** What goes on in the next lines. */
const BLOCK = new RegExp(String.raw`(?:${KEY} +)?[|>][-+]?\n`, 'y')

const MAX_LINE = 1000
const MAX_BLOCKS = 50

/** Where a line belongs: of the rest only its form counts. */
const ELSEWHERE = 0
const METADATA = 1
const ANNOTATIONS = 2

/**
 * The kind of a document that is, beyond doubt, a manifest without fault and no hook: one of plain lines as nearly all charts make
 * them. Undefined says nothing: such a text has to be read. Much cheaper than reading it, as no value is made.
 * @param text ends with a line break
 */
export function plainKind(text: string): string | undefined {
  return UNUSUAL.test(text) ? undefined : new PlainLines(text).kind()
}

class PlainLines {
  /** the maps and lists that are open: the columns where they stand */
  readonly #columns = [0]
  readonly #isList = [false]
  #depth = 0
  /** the last line was a key without a value */
  #open = false
  #at = 0
  #place = ELSEWHERE
  #kind: string | undefined

  constructor(private readonly text: string) {}

  kind(): string | undefined {
    const {text} = this
    const end = text.length
    while (this.#at < end) {
      const start = this.#at
      const first = this.#pastSpaces(start)
      const code = text.charCodeAt(first)
      if (code === 0x0a) this.#at = first + 1
      else if (code === 0x23) this.#at = text.indexOf('\n', first) + 1
      else if (!this.#line(start, first, code === 0x2d)) return undefined
    }
    return this.#kind
  }

  #pastSpaces(from: number): number {
    let at = from
    while (this.text.charCodeAt(at) === 0x20) at++
    return at
  }

  /** True when it stands where it may, and is of a form that is known. */
  #line(start: number, first: number, isDash: boolean): boolean {
    if (!this.#enter(first - start, isDash)) return false
    const at = isDash ? this.#element(start, first) : first
    if (at < 0) return false
    if (matches(ENTRY, this.text, at)) {
      if (isDash) this.#push(at - start, false)
      const isOpen = this.text.charCodeAt(ENTRY.lastIndex - 2) === 0x3a
      if ((this.#place !== ELSEWHERE || this.#depth === 0) && !this.#head(at, isOpen)) return false
      return this.#passed(at, ENTRY, isOpen)
    }
    if (isDash && matches(ELEMENT, this.text, at)) return this.#passed(at, ELEMENT, false)
    return matches(BLOCK, this.text, at) && this.#block(start, at, isDash)
  }

  /** Where the first element starts that is no list itself; -1 when there is none. */
  #element(start: number, first: number): number {
    const {text} = this
    let at = first
    while (text.charCodeAt(at) === 0x2d && text.charCodeAt(at + 1) === 0x20) {
      if (at > first) this.#push(at - start, true)
      at = this.#pastSpaces(at + 1)
    }
    return at === first || this.#depth > MAX_BLOCKS ? -1 : at
  }

  #passed(at: number, {lastIndex}: RegExp, isOpen: boolean): boolean {
    this.#open = isOpen
    this.#at = lastIndex
    return lastIndex - at < MAX_LINE
  }

  /** Makes the map or list the last one that a line at a column belongs to. */
  #enter(column: number, isDash: boolean): boolean {
    const columns = this.#columns
    while (columns[this.#depth]! > column) this.#pop()
    if (columns[this.#depth]! < column) {
      if (!this.#open) return false
      this.#push(column, isDash)
      return !isDash || this.#place === ELSEWHERE
    }
    if (this.#isList[this.#depth] === isDash) return true
    if (!isDash) {
      this.#pop()
      return columns[this.#depth] === column && !this.#isList[this.#depth]
    }
    // a list may stand right below its key
    if (!this.#open) return false
    this.#push(column, true)
    return this.#place === ELSEWHERE
  }

  #push(column: number, isList: boolean): void {
    this.#depth++
    this.#columns[this.#depth] = column
    this.#isList[this.#depth] = isList
  }

  #pop(): void {
    this.#depth--
    this.#open = false
  }

  /** What Helm reads of a manifest is text, and no hook. */
  #head(at: number, isOpen: boolean): boolean {
    const {text} = this
    const colon = text.indexOf(':', at)
    const key = text.slice(at, colon)
    const from = isOpen ? colon : this.#pastSpaces(colon + 1)
    const isText = !isOpen && text[from] !== '[' && text[from] !== '{'
    if (this.#depth === 0) return this.#topKey(key, from, isOpen, isText)
    if (this.#depth > 1) return this.#place === METADATA || (isText && !key.startsWith('helm.sh/hook'))
    this.#place = METADATA
    switch (key.toLowerCase()) {
      case 'name':
        return isText
      case 'annotations':
        this.#place = ANNOTATIONS
        return isOpen
      default:
        return true
    }
  }

  #topKey(key: string, from: number, isOpen: boolean, isText: boolean): boolean {
    this.#kind ??= ''
    this.#place = key === 'metadata' ? METADATA : ELSEWHERE
    switch (key) {
      case 'metadata':
        return isOpen
      case 'apiVersion':
        return isText
      case 'kind': {
        const written = this.text.slice(from, this.text.indexOf('\n', from)).trimEnd()
        this.#kind = written
        return isText && /^\w/.test(written) && typeof resolvePlain(written, 'kubernetes') === 'string'
      }
      default:
        return !/^(?:kind|metadata|apiversion)$/i.test(key)
    }
  }

  /** Passes a text of several lines: up to the first one that stands further left. */
  #block(start: number, at: number, isDash: boolean): boolean {
    const {text} = this
    if (!isDash && this.#depth === 0) {
      if (/^(?:kind|metadata|apiversion):/i.test(text.slice(at, at + 11))) return false
      this.#kind ??= ''
      this.#place = ELSEWHERE
    }
    if (this.#place !== ELSEWHERE) return false
    const isKey = text.charCodeAt(at) !== 0x7c && text.charCodeAt(at) !== 0x3e
    if (!isDash && !isKey) return false
    if (isDash && isKey) this.#push(at - start, false)
    this.#open = false
    const least = this.#columns[this.#depth]! + 1
    let line = BLOCK.lastIndex
    while (text.charCodeAt(line) === 0x0a) line++
    const indent = this.#pastSpaces(line) - line
    // spaces alone in a first line count, too
    if (text.charCodeAt(line + indent) === 0x0a) return false
    const column = Math.max(indent, least)
    for (;;) {
      this.#at = line
      if (line >= text.length) return true
      const first = this.#pastSpaces(line)
      if (first - line < column && text.charCodeAt(first) !== 0x0a) return true
      line = text.indexOf('\n', first) + 1
    }
  }
}

function matches(form: RegExp, text: string, at: number): boolean {
  form.lastIndex = at
  return form.test(text)
}
