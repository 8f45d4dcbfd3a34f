import type {Cursor} from './cursor.js'
import type {NodeBuilder} from './node-builder.js'
import {scanDoubleQuoted, scanSingleQuoted} from './quoted-scalar.js'
import {STYLE, type Token} from './token.js'

/** Levels of nesting; what is deeper is left to the scanner. */
export const MAX_LEVELS = 100

/** Thrown where a text is left to the scanner. */
export const NOT_SIMPLE = Symbol('not simple')

/** What plain scalars are made of here. */
const WORD = /[A-Za-z0-9_./]/
const FLOW_START: readonly boolean[] = Array.from({length: 128}, (_, code) => WORD.test(String.fromCharCode(code)))
const FLOW_WORD: readonly boolean[] = Array.from({length: 128}, (_, code) => code === 0x2d || FLOW_START[code]!)

/** A quoted scalar, if there is one at the cursor. */
export function takeQuoted(cursor: Cursor): Token | undefined {
  const code = cursor.code()
  if (code === 0x22) return scanDoubleQuoted(cursor)
  return code === 0x27 ? scanSingleQuoted(cursor) : undefined
}

/** `[a, "b"]` and `{a: b}` in one line. @throws NOT_SIMPLE */
export function readFlow<N>(cursor: Cursor, builder: NodeBuilder<N>, levels: number): N {
  return new FlowReader(cursor, builder, levels).node()
}

class FlowReader<N> {
  constructor(
    private readonly cursor: Cursor,
    private readonly builder: NodeBuilder<N>,
    private levels: number,
  ) {}

  node(): N {
    if (++this.levels > MAX_LEVELS) throw NOT_SIMPLE
    const {cursor, builder} = this
    const isMap = cursor.code() === 0x7b
    const line = cursor.line + 1
    const node = isMap ? builder.mapping('', true, line) : builder.sequence('', true, line)
    const close = isMap ? 0x7d : 0x5d
    cursor.pos++
    this.#spaces()
    while (cursor.code() !== close) {
      if (isMap) this.#pair(node)
      else builder.add(node, this.#item())
      this.#spaces()
      if (cursor.code() === close) break
      if (cursor.code() !== 0x2c) throw NOT_SIMPLE
      cursor.pos++
      this.#spaces()
      if (cursor.code() === close) throw NOT_SIMPLE
    }
    cursor.pos++
    builder.end(node)
    this.levels--
    return node
  }

  #pair(map: N): void {
    const {cursor} = this
    const key = this.#scalar()
    if (cursor.code() !== 0x3a || cursor.code(1) !== 0x20) throw NOT_SIMPLE
    cursor.pos++
    this.#spaces()
    this.builder.pair(map, key, this.#item())
  }

  #item(): N {
    const {cursor} = this
    const code = cursor.code()
    if (code === 0x5b || code === 0x7b) return this.node()
    const node = this.#scalar()
    // `[a: b]` is a map
    if (cursor.code() === 0x3a) throw NOT_SIMPLE
    return node
  }

  #scalar(): N {
    const {cursor} = this
    const {line} = cursor
    const token = takeQuoted(cursor)
    if (token !== undefined) {
      if (cursor.line !== line) throw NOT_SIMPLE
      return this.builder.scalar(token.value, '', token.style, line + 1)
    }
    const start = cursor.pos
    if (!FLOW_START[cursor.code()]) throw NOT_SIMPLE
    while (FLOW_WORD[cursor.code()]) cursor.pos++
    return this.builder.scalar(cursor.text.slice(start, cursor.pos), '', STYLE.plain, line + 1)
  }

  #spaces(): void {
    while (this.cursor.code() === 0x20) this.cursor.pos++
  }
}
