import type {CelIssue} from '../errors.js'
import type {Token} from './lexer.js'
import {display, shown, TokenSets, typeOf} from './token-types.js'

/** Leaves a rule; caught where the rule was called. */
class Refused extends Error {
  constructor(
    readonly token: Token,
    readonly text: string,
  ) {
    super(text)
  }
}

/** Leaves the whole text. */
class GivenUp extends Error {}

/** What may come next: these types, and what follows the rule if it may be over. */
export interface Next {
  readonly types: ReadonlySet<string>
  readonly end: boolean
}

export const before = (...types: (string | ReadonlySet<string>)[]): Next => ({types: union(types), end: false})
export const orEnd = (...types: (string | ReadonlySet<string>)[]): Next => ({types: union(types), end: true})

function union(parts: readonly (string | ReadonlySet<string>)[]): ReadonlySet<string> {
  return new Set(parts.flatMap((part) => (typeof part === 'string' ? [part] : [...part])))
}

const HIDDEN = /[ \t\n\r\f]+|\/\/[^\n]*/g

/** cel-go's limit */
const MOST_ATTEMPTS = 30

/**
 * How ANTLR's parser goes on after an error, so that it can tell of the next one: a token too many is left out, one that is missing
 * is thought to be there, and else all up to what may follow is passed over (DefaultErrorStrategy).
 */
export class Recovery {
  protected at = 0
  readonly issues: CelIssue[] = []
  private readonly types: readonly string[]
  /** what may come after each of the rules that are being read */
  private readonly follows: Next[] = []
  private recovering = false
  private attempts = 0
  private lastAt = -1
  private lastRules = new Set<string>()

  constructor(
    private readonly source: string,
    private readonly tokens: readonly Token[],
  ) {
    this.types = tokens.map(typeOf)
  }

  /** Reads everything by `rule`. */
  protected run(rule: () => void): readonly CelIssue[] {
    try {
      rule()
    } catch (error) {
      if (!(error instanceof GivenUp)) throw error
    }
    return this.issues
  }

  protected type(ahead = 0): string {
    return this.types[Math.min(this.at + ahead, this.types.length - 1)]!
  }

  protected isIn(types: ReadonlySet<string>, ahead = 0): boolean {
    return types.has(this.type(ahead))
  }

  /** Reads a rule; its error is told here, and what cannot belong to it is passed over. */
  protected rule(name: string, follow: Next, body: () => void): void {
    this.follows.push(follow)
    try {
      body()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      this.report(error.token, error.text)
      this.recover(name)
    } finally {
      this.follows.pop()
    }
  }

  /** Takes a token that a look ahead has found. */
  protected take(): void {
    this.matched()
    if (this.type() !== 'EOF') this.at++
  }

  protected match(type: string, after: Next): void {
    if (this.type() !== type) this.amend(type, after)
    else this.take()
  }

  /** Goes on where another token stands. */
  private amend(type: string, after: Next): void {
    this.attempt()
    const wanted = before(type)
    if (this.withoutThis(wanted)) this.take()
    else if (this.expected(after).has(this.type())) {
      this.report(this.token(), `missing ${display(type)} at ${shown(this.token())}`)
    } else throw this.mismatch(wanted)
  }

  /** Looks whether a choice can be made; `next`: what any of its branches begins with. */
  protected choose(next: Next): void {
    if (this.recovering || next.types.has(this.type())) return
    if (!this.withoutThis(next)) throw this.mismatch(next)
  }

  /** The same where a loop goes on or ends. */
  protected again(next: Next): void {
    if (this.recovering || next.types.has(this.type())) return
    const expected = this.expected(next)
    this.report(this.token(), `extraneous input ${shown(this.token())} expecting ${TokenSets.text(expected)}`)
    this.skipTo(new Set([...expected, ...this.following()]))
  }

  /** No branch goes on with the token that is so many ahead. */
  protected noWay(ahead: number): never {
    const until = Math.min(this.at + ahead, this.tokens.length - 1)
    const last = this.tokens[until]!
    const parts = this.tokens.slice(this.at, until + 1).map((token, index) => {
      const before = this.tokens[this.at + index - 1]
      // spaces and comments are tokens, too, but hidden; what is no token has left nothing
      const gap = index === 0 || !before ? '' : this.source.slice(before.pos + before.text.length, token.pos)
      return `${gap.match(HIDDEN)?.join('') ?? ''}${token.kind === 'eof' ? '' : token.text}`
    })
    const text = parts.join('') || '<EOF>'
    throw new Refused(last, `no viable alternative at input ${shown({text})}`)
  }

  protected token(): Token {
    return this.tokens[this.at]!
  }

  private matched(): void {
    this.recovering = false
    this.lastAt = -1
    this.lastRules = new Set()
  }

  private report({pos}: Token, text: string): void {
    if (this.recovering) return
    this.recovering = true
    this.issues.push({pos, text: `Syntax error: ${text}`})
  }

  private mismatch(next: Next): Refused {
    return new Refused(this.token(), `mismatched input ${shown(this.token())} expecting ${TokenSets.text(this.expected(next))}`)
  }

  /** What may come here, with what may follow the rules that may be over. */
  private expected({types, end}: Next): Set<string> {
    const all = new Set(types)
    let open = end
    for (let at = this.follows.length - 1; open && at >= 0; at--) {
      const follow = this.follows[at]!
      for (const type of follow.types) all.add(type)
      open = follow.end
    }
    if (open) all.add('EOF')
    return all
  }

  /** Leaves a token out when the one behind it fits. */
  private withoutThis(next: Next): boolean {
    const expected = this.expected(next)
    if (this.type() === 'EOF' || !expected.has(this.type(1))) return false
    this.report(this.token(), `extraneous input ${shown(this.token())} expecting ${TokenSets.text(expected)}`)
    this.at++
    this.matched()
    return true
  }

  private following(): Set<string> {
    return new Set(this.follows.flatMap(({types}) => [...types]))
  }

  private recover(rule: string): void {
    this.attempt()
    if (this.lastAt === this.at && this.lastRules.has(rule) && this.type() !== 'EOF') this.at++
    this.lastAt = this.at
    this.lastRules.add(rule)
    this.skipTo(this.following())
  }

  private skipTo(types: ReadonlySet<string>): void {
    while (this.type() !== 'EOF' && !types.has(this.type())) this.at++
  }

  private attempt(): void {
    if (this.attempts++ < MOST_ATTEMPTS) return
    this.recovering = false
    this.report(this.token(), `error recovery attempt limit exceeded: ${MOST_ATTEMPTS}`)
    throw new GivenUp()
  }
}
