import type {Cursor} from './cursor.js'
import {YamlFault} from './fault.js'

/** A token that becomes a key if a colon follows; one per flow level, written over and over. */
class SimpleKey {
  possible = false
  required = false
  tokenNumber = -1
  pos = 0
  line = 0
  column = 0
}

export class KeyStack {
  readonly #keys: SimpleKey[] = [new SimpleKey()]

  get top(): SimpleKey {
    return this.#keys[this.#keys.length - 1]!
  }

  /** A flow collection begins. */
  open(): void {
    this.#keys.push(new SimpleKey())
  }

  close(): void {
    this.#keys.pop()
  }

  /** True while a token may still turn out to be a key. */
  awaits(tokenNumber: number, cursor: Cursor): boolean {
    for (let level = this.#keys.length - 1; level >= 0; level--) {
      const key = this.#keys[level]!
      if (key.possible && key.tokenNumber === tokenNumber) return this.isValid(key, cursor)
    }
    return false
  }

  isValid(key: SimpleKey, cursor: Cursor): boolean {
    if (!key.possible) return false
    if (key.line >= cursor.line && key.pos + 1024 >= cursor.pos) return true
    this.#forget(key, cursor)
    return false
  }

  save(cursor: Cursor, required: boolean, tokenNumber: number): void {
    this.drop(cursor)
    const key = this.top
    key.possible = true
    key.required = required
    key.tokenNumber = tokenNumber
    key.pos = cursor.pos
    key.line = cursor.line
    key.column = cursor.column
  }

  drop(cursor: Cursor): void {
    if (this.top.possible) this.#forget(this.top, cursor)
  }

  #forget(key: SimpleKey, cursor: Cursor): void {
    if (key.required) throw new YamlFault("could not find expected ':'", true, key.line, cursor.line)
    key.possible = false
  }
}
