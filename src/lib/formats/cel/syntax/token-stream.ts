import type {CelIssue} from '../errors.js'
import type {Token} from './lexer.js'

/** Thrown to leave a broken expression; the issue is already recorded. */
export class Broken extends Error {}

/** What a recursive-descent parser asks of its tokens. */
export class TokenStream {
  protected at = 0

  constructor(
    protected readonly tokens: readonly Token[],
    protected readonly issues: CelIssue[],
  ) {}

  protected peek(): Token {
    return this.tokens[this.at]!
  }

  protected is(text: string): boolean {
    const token = this.peek()
    return token.kind === 'op' && token.text === text
  }

  protected take(text: string): Token | undefined {
    if (!this.is(text)) return undefined
    this.at += 1
    return this.tokens[this.at - 1]
  }

  protected expect(text: string): Token {
    return this.take(text) ?? this.fail(this.peek())
  }

  /** What exactly is wrong is said by `syntaxErrors`, which knows the grammar as cel-go does. */
  protected fail({pos, text}: Token): never {
    this.issues.push({pos, text: `Syntax error: unexpected '${text}'`})
    throw new Broken()
  }

  protected complain(pos: number, text: string): void {
    this.issues.push({pos, text})
  }
}
