import {LimitExceeded} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {TemplateError} from '../error.js'
import type {Lexer} from './lexer.js'
import {isKeyword, type Token, type TokenType} from './token.js'

export type {Token} from './token.js'

/** Blocks and parentheses in each other: a number of our own, for how many the stack takes is another in every thread. */
const MAX_DEPTH = 1000

/** Tokens with two steps of look-ahead, and the errors that name them. */
export class TokenStream {
  /** where the action begins that is being read, for errors in a later line; -1 outside */
  actionPos = -1
  readonly #tokens: Token[] = [{type: 'eof', pos: 0, value: '', spaced: false}]
  #peeked = 0
  #depth = 0

  constructor(
    private readonly lexer: Lexer,
    private readonly name: string,
  ) {}

  next(): Token {
    if (this.#peeked > 0) this.#peeked--
    else this.#tokens[0] = this.lexer.next()
    return this.#tokens[this.#peeked]!
  }

  peek(): Token {
    if (this.#peeked > 0) return this.#tokens[this.#peeked - 1]!
    this.#peeked = 1
    this.#tokens[0] = this.lexer.next()
    return this.#tokens[0]
  }

  backup(): void {
    this.#peeked++
  }

  /** Puts a token back before the one that came last. */
  backup2(first: Token): void {
    this.#tokens[1] = first
    this.#peeked = 2
  }

  expect(types: readonly TokenType[], context: string): Token {
    const token = this.next()
    if (!types.includes(token.type)) throw this.unexpected(token, context)
    return token
  }

  unexpected(token: Token, context: string): TemplateError {
    if (token.type !== 'error') return this.fault(`unexpected ${tokenText(token)} in ${context}`)
    const line = this.actionPos < 0 ? 0 : this.lexer.lineAt(this.actionPos)
    if (line === 0 || line === this.lexer.lineAt(token.pos)) return this.fault(token.value)
    // "unclosed action" is not followed by the word once more
    const started = `${token.value.endsWith(' action') ? '' : ' in action'} started at ${this.name}:${line}`
    return this.fault(token.value + started)
  }

  /** What stands inside of a block or of parentheses begins. @throws LimitExceeded */
  enter(): void {
    if (this.#depth >= MAX_DEPTH) {
      throw new LimitExceeded(
        `line ${this.lexer.lineAt(this.#tokens[0]!.pos)}: blocks and parentheses are more than ${MAX_DEPTH} deep`,
      )
    }
    this.#depth++
  }

  leave(): void {
    this.#depth--
  }

  /** Where the action begins that was opened last. */
  get actionStart(): number {
    return this.lexer.actionStart
  }

  /** The text of the action that has just been opened. */
  actionText(): string | undefined {
    return this.lexer.actionText()
  }

  /** Passes the action that has just been opened. */
  passAction(text: string): void {
    this.#tokens[0] = this.lexer.passAction(text)
  }

  /** True when the last token closed an action of so many characters. */
  hasPassed(text: string): boolean {
    const last = this.#tokens[0]!
    return this.#peeked === 0 && last.type === 'rightDelim' && last.pos === this.lexer.actionStart + text.length
  }

  /** An error at the line of the token that was read last. */
  fault(message: string): TemplateError {
    return new TemplateError(`template: ${this.name}:${this.lexer.lineAt(this.#tokens[0]!.pos)}: ${message}`)
  }
}

function tokenText(token: Token): string {
  if (token.type === 'eof') return 'EOF'
  if (isKeyword(token.type)) return `<${token.value}>`
  const chars = [...token.value]
  return chars.length > 10 || new TextEncoder().encode(token.value).length > 10
    ? `${goQuote(chars.slice(0, 10).join(''))}...`
    : goQuote(token.value)
}
