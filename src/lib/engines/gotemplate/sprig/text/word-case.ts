import {isStray} from '../../go/bytes.js'
import {isSpace, isUpper, lowerChar} from '../../go/unicode.js'

type WordType = 'invalid' | 'number' | 'upper' | 'alphabet' | 'connector' | 'punct' | 'other'

interface Word {
  readonly type: WordType
  readonly text: string
}

/** `HTTPServer2go` to `http_server_2go`: words in lower case with a connector between them (the rules of xstrings 1.5). */
export function lowerCaseWords(text: string, connector: string): string {
  const reader = new Words(text)
  let out = ''
  let word = reader.next()
  while (!reader.done) {
    if (word.type !== 'connector') out += lowered(word, connector)
    const before = word
    word = reader.next()
    if (before.type === 'connector') {
      out += lowered(before, connector)
    } else if (before.type === 'number') {
      const [joined, next] = lettersAndNumbers(reader, word, connector)
      word = next
      out += joined + (joins(word) ? connector : '')
    } else if (before.type !== 'punct') {
      const [joined, next] = afterWord(reader, word, connector)
      word = next
      out += joined
    }
  }
  return out + lowered(word, connector)
}

function lettersAndNumbers(reader: Words, first: Word, connector: string): [string, Word] {
  let word = first
  let out = ''
  while (word.type === 'alphabet' || word.type === 'number') {
    out += lowered(word, connector)
    word = reader.next()
  }
  return [out, word]
}

/** A number that follows a word goes with the letters after it, `http2go` is `http_2go`; without letters it stays with the word. */
function afterWord(reader: Words, word: Word, connector: string): [string, Word] {
  if (word.type !== 'number') return [separates(word) ? connector : '', word]
  if (reader.done) return ['', word]
  const after = reader.next()
  const number = lowered(word, connector)
  if (after.type !== 'alphabet') return [number + (separates(after) ? connector : ''), after]
  const [joined, next] = lettersAndNumbers(reader, after, connector)
  return [connector + number + joined + (joins(next) ? connector : ''), next]
}

function separates({type}: Word): boolean {
  return type !== 'connector' && type !== 'punct'
}

function joins({type}: Word): boolean {
  return type !== 'invalid' && type !== 'punct' && type !== 'connector'
}

function lowered({type, text}: Word, connector: string): string {
  if (type !== 'upper' && type !== 'connector') return text
  return Array.from(text, (char) => (isConnector(char) ? connector : isUpper(char) ? lowerChar(char) : char)).join('')
}

class Words {
  readonly #chars: readonly string[]
  #at = 0

  constructor(text: string) {
    this.#chars = [...text]
  }

  /** nothing is left after the word that came last */
  get done(): boolean {
    return this.#at >= this.#chars.length
  }

  next(): Word {
    const start = this.#at
    const first = this.#chars[start]
    if (first === undefined) return {type: 'invalid', text: ''}
    this.#at++
    const type = typeOf(first)
    if (type === 'upper') this.#capitals()
    else if (type !== 'invalid') this.#while((char) => continues(type, char))
    return {type, text: this.#chars.slice(start, this.#at).join('')}
  }

  #while(test: (char: string) => boolean): void {
    while (this.#at < this.#chars.length && (isStray(this.#chars[this.#at]!) || test(this.#chars[this.#at]!))) this.#at++
  }

  /** `Server` is one word; of `HTTPServer` the last capital belongs to the next. */
  #capitals(): void {
    const second = this.#chars[this.#at]
    if (second === undefined) return
    if (!isUpper(second)) {
      if (isAlphabet(second)) this.#while((char) => isAlphabet(char) && !isUpper(char))
      return
    }
    this.#while(isUpper)
    const after = this.#chars[this.#at]
    if (after !== undefined && isAlphabet(after)) this.#at--
  }
}

function typeOf(char: string): WordType {
  if (isStray(char)) return 'invalid'
  if (isConnector(char)) return 'connector'
  if (/\p{P}/u.test(char)) return 'punct'
  if (isUpper(char)) return 'upper'
  if (isAlphabet(char)) return 'alphabet'
  return isNumber(char) ? 'number' : 'other'
}

function continues(type: WordType, char: string): boolean {
  switch (type) {
    case 'connector':
      return isConnector(char)
    case 'punct':
      return /\p{P}/u.test(char)
    case 'alphabet':
      return isAlphabet(char) && !isUpper(char)
    case 'number':
      return isNumber(char)
    default:
      return !(isConnector(char) || isAlphabet(char) || isNumber(char) || /\p{P}/u.test(char))
  }
}

function isConnector(char: string): boolean {
  return char === '-' || char === '_' || isSpace(char)
}

function isNumber(char: string): boolean {
  return /\p{N}/u.test(char)
}

/** A letter of an alphabet; Chinese characters are none. */
function isAlphabet(char: string): boolean {
  return /\p{L}/u.test(char) && !/[\u4e00-\u9fcc\u3400-\u4d85\u{20000}-\u{2b81d}]/u.test(char)
}
