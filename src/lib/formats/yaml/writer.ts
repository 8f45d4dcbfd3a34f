import {FluxError} from '../../errors/flux-error.js'
import {foldDouble, foldPlain, foldSingle, literalLines, type Place} from './fold.js'
import {yamlNumber} from './number.js'
import {styleOf} from './style.js'

/** A key longer than this is written with `? `. */
const MAX_SIMPLE_KEY = 128
/** A longer one is no key to a reader. */
const MAX_READ_KEY = 1024
/** Code units below which a key's JSON cannot be longer than that. */
const MAX_JSON_KEY = (MAX_READ_KEY - 2) / 6

type Scalar = null | boolean | number | bigint | string

/** How the writer sees values: `V` are values, `K` what tells the members of one map apart. */
export interface YamlShape<V, K> {
  /** Undefined when it is no list. */
  items(value: V): readonly V[] | undefined
  /** In the order in which they are written; undefined when it is no map. */
  members(value: V): readonly K[] | undefined
  name(map: V, member: K): string
  member(map: V, member: K): V
  scalar(value: V): Scalar
}

/** Writes one value as a YAML document. */
export class YamlWriter<V, K> {
  #out = ''
  /** column (in characters) after what is written */
  #column = 0
  /** lines that the JSON has of which this is made */
  #lines = 0

  constructor(
    private readonly shape: YamlShape<V, K>,
    private readonly width: number,
    private readonly strict: boolean,
  ) {}

  document(value: V): string {
    this.#node(value, -2)
    if (this.#column > 0) this.#out += '\n'
    return this.#out
  }

  #put(text: string): void {
    this.#out += text
    this.#column += text.length
  }

  #line(indent: number): void {
    if (this.#column > 0) this.#out += '\n'
    this.#out += ' '.repeat(indent)
    this.#column = indent
  }

  /** A value whose parent is indented by `indent`; -2 for the document itself. */
  #node(value: V, indent: number): void {
    const items = this.shape.items(value)
    if (items !== undefined) {
      if (items.length === 0) this.#put('[]')
      else this.#list(items, indent + 2, true)
      return
    }
    const members = this.shape.members(value)
    if (members === undefined) this.#scalar(this.shape.scalar(value), indent)
    else if (members.length === 0) this.#put('{}')
    else this.#map(value, members, indent + 2, true)
  }

  #list(items: readonly V[], indent: number, started: boolean): void {
    let inPlace = started
    for (const item of items) {
      if (!inPlace) this.#line(indent)
      inPlace = false
      this.#put('- ')
      this.#node(item, indent)
    }
  }

  #map(value: V, members: readonly K[], indent: number, started: boolean): void {
    let inPlace = started
    for (const member of members) {
      if (!inPlace) this.#line(indent)
      inPlace = false
      this.#member(this.shape.name(value, member), this.shape.member(value, member), indent)
    }
  }

  #member(key: string, value: V, indent: number): void {
    if (this.strict && (key.length > MAX_JSON_KEY || key.includes(NEXT_LINE))) this.#refuseKey(key)
    if (!isSimpleKey(key)) {
      this.#put('? ')
      this.#text(key, indent, false)
      this.#line(indent)
      this.#put(': ')
      this.#node(value, indent)
      return
    }
    this.#text(key, indent, true)
    this.#put(':')
    const items = this.shape.items(value)
    if (items !== undefined) {
      if (items.length > 0) this.#list(items, indent, false)
      else this.#put(' []')
      return
    }
    const members = this.shape.members(value)
    if (members === undefined) {
      this.#put(' ')
      this.#scalar(this.shape.scalar(value), indent)
    } else if (members.length > 0) this.#map(value, members, indent + 2, false)
    else this.#put(' {}')
  }

  /** @throws FluxError for keys that are too long or go over lines when JSON is read as YAML */
  #refuseKey(key: string): void {
    this.#lines += countOf(key)
    if (!key.includes(NEXT_LINE) && jsonLength(key) <= MAX_READ_KEY) return
    const line = this.#lines > 0 ? `line ${this.#lines}: ` : ''
    throw new FluxError('bad-yaml', `yaml: ${line}did not find expected ',' or '}'`)
  }

  #scalar(value: Scalar, indent: number): void {
    if (typeof value === 'string') this.#text(value, indent, false)
    else if (typeof value === 'number') this.#put(yamlNumber(value))
    else this.#put(String(value))
  }

  #text(text: string, indent: number, key: boolean): void {
    const style = styleOf(text, key)
    // plain text has no line breaks
    if (style === 'plain' && (key || this.#column + text.length <= this.width)) {
      this.#put(text)
      return
    }
    if (this.strict && style === 'double' && CONTROL.test(text))
      throw new FluxError('bad-yaml', 'yaml: control characters are not allowed')
    if (style === 'double' && text.includes(NEXT_LINE)) {
      this.#lines += countOf(text)
      this.#text(
        text.replaceAll(FOLDED, (breaks) => folded(breaks)),
        indent,
        key,
      )
      return
    }
    const place: Place = {
      column: this.#column,
      indent: Math.max(indent, 0) + 2,
      width: key ? Number.POSITIVE_INFINITY : this.width,
    }
    if (style === 'plain') this.#written(foldPlain(text, place))
    else if (style === 'single') this.#written(foldSingle(text, place))
    else if (style === 'double') this.#written(foldDouble(text, place))
    else this.#written(literalLines(text, place))
  }

  #written(text: string): void {
    this.#out += text
    if (ENDS_LINE.test(text)) {
      this.#column = 0
      return
    }
    const line = text.lastIndexOf('\n')
    this.#column = line < 0 ? this.#column + text.length : text.length - line - 1
  }
}

const ENDS_LINE = /[\n\r\u0085\u2028\u2029]$/
const CONTROL = /[\x7f-\x84\x86-\x9f\ufffe\uffff]/
const NEXT_LINE = '\u0085'
const FOLDED = / *\u0085[ \u0085]*/g

/** sigs.k8s.io/yaml reads its own JSON as YAML, where this character ends a line inside quotes: one is a space. */
function folded(breaks: string): string {
  const count = countOf(breaks)
  return count === 1 ? ' ' : '\n'.repeat(count - 1)
}

function countOf(text: string): number {
  return text.split(NEXT_LINE).length - 1
}

/** Characters of a key in Go's JSON, its quotes included. */
function jsonLength(key: string): number {
  return [...JSON.stringify(key)].length + 5 * (key.match(/[<>&\u2028\u2029]/g)?.length ?? 0)
}

const BREAK = /[\r\n\u0085\u2028\u2029]/

function isSimpleKey(key: string): boolean {
  if (BREAK.test(key)) return false
  return key.length <= MAX_SIMPLE_KEY / 4 || Buffer.byteLength(key) <= MAX_SIMPLE_KEY
}
