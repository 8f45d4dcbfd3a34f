import {FluxError} from '../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../json/value.js'
import {foldDouble, foldPlain, foldSingle, literalLines, type Place} from './fold.js'
import {yamlNumber} from './number.js'
import {compareKeys} from './order.js'
import {styleOf} from './style.js'

/** A key longer than this is written with `? `. */
const MAX_SIMPLE_KEY = 128

/** Writes one value as a YAML document. */
export class YamlWriter {
  #out = ''
  /** column (in characters) after what is written */
  #column = 0

  constructor(
    private readonly width: number,
    private readonly strict: boolean,
  ) {}

  document(value: JsonValue): string {
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
  #node(value: JsonValue, indent: number): void {
    if (Array.isArray(value)) this.#inline('[]', value.length === 0) || this.#list(value, indent + 2, true)
    else if (isObject(value)) {
      const keys = sortedKeys(value)
      this.#inline('{}', keys.length === 0) || this.#map(value, keys, indent + 2, true)
    } else this.#scalar(value, indent)
  }

  #inline(text: string, empty: boolean): boolean {
    if (empty) this.#put(text)
    return empty
  }

  #list(items: JsonValue[], indent: number, started: boolean): void {
    let inPlace = started
    for (const item of items) {
      if (!inPlace) this.#line(indent)
      inPlace = false
      this.#put('- ')
      this.#node(item, indent)
    }
  }

  #map(value: JsonObject, keys: string[], indent: number, started: boolean): void {
    let inPlace = started
    for (const key of keys) {
      if (!inPlace) this.#line(indent)
      inPlace = false
      this.#member(key, value[key] as JsonValue, indent)
    }
  }

  #member(key: string, value: JsonValue, indent: number): void {
    const simple = isSimpleKey(key)
    if (!simple) {
      this.#put('? ')
      this.#text(key, indent, false)
      this.#line(indent)
      this.#put(': ')
      this.#node(value, indent)
      return
    }
    this.#text(key, indent, true)
    this.#put(':')
    if (Array.isArray(value) && value.length > 0) this.#list(value, indent, false)
    else if (isObject(value)) {
      const keys = sortedKeys(value)
      if (keys.length > 0) this.#map(value, keys, indent + 2, false)
      else this.#put(' {}')
    } else {
      this.#put(' ')
      this.#node(value, indent)
    }
  }

  #scalar(value: null | boolean | number | bigint | string, indent: number): void {
    if (typeof value === 'string') this.#text(value, indent, false)
    else if (typeof value === 'number') this.#put(yamlNumber(value))
    else this.#put(String(value))
  }

  #text(text: string, indent: number, key: boolean): void {
    const style = styleOf(text, key)
    if (this.strict && style === 'double' && CONTROL.test(text))
      throw new FluxError('bad-yaml', 'yaml: control characters are not allowed')
    if (style === 'double' && text.includes(NEXT_LINE)) {
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
  const count = breaks.split(NEXT_LINE).length - 1
  return count === 1 ? ' ' : '\n'.repeat(count - 1)
}

function isSimpleKey(key: string): boolean {
  if (/[\r\n\u0085\u2028\u2029]/.test(key)) return false
  return key.length <= MAX_SIMPLE_KEY / 4 || Buffer.byteLength(key) <= MAX_SIMPLE_KEY
}

function sortedKeys(value: JsonObject): string[] {
  const keys: string[] = []
  let sorted = true
  for (const key of Object.keys(value)) {
    if (value[key] === undefined) continue
    if (sorted && keys.length > 0 && compareKeys(keys[keys.length - 1]!, key) > 0) sorted = false
    keys.push(key)
  }
  return sorted ? keys : keys.sort(compareKeys)
}
