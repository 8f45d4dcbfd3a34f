import type {CelIssue} from '../errors.js'
import type {Token} from './lexer.js'
import {before, type Next, orEnd, Recovery} from './recovery.js'
import {TokenSets} from './token-types.js'

const {expression, item, names, numbers, primary, relations, products, sums} = TokenSets
const START = before(expression)
const OVER = orEnd()
const STEPS = orEnd('.', '[')

/** All that cel-go's parser has against tokens that make no expression, in its words: it goes on after the first error. */
export function syntaxErrors(source: string, tokens: readonly Token[]): readonly CelIssue[] {
  return new Grammar(source, tokens).start()
}

/** The rules of CEL.g4, without what they make. */
class Grammar extends Recovery {
  start(): readonly CelIssue[] {
    return this.run(() =>
      this.rule('start', orEnd(), () => {
        this.expr(before('EOF'))
        this.match('EOF', OVER)
      }),
    )
  }

  private expr(follow: Next): void {
    this.rule('expr', follow, () => {
      this.or(orEnd('?'))
      if (this.type() !== '?') return
      this.take()
      this.or(before(':'))
      this.match(':', START)
      this.expr(OVER)
    })
  }

  private or(follow: Next): void {
    this.rule('or', follow, () => {
      this.and(orEnd('||'))
      while (this.type() === '||') {
        this.take()
        this.and(orEnd('||'))
      }
    })
  }

  private and(follow: Next): void {
    this.rule('and', follow, () => {
      this.relation(orEnd('&&'))
      while (this.type() === '&&') {
        this.take()
        this.relation(orEnd('&&'))
      }
    })
  }

  private relation(follow: Next, first = true): void {
    this.rule('relation', follow, () => {
      this.calc(orEnd(relations), 0)
      while (first && this.isIn(relations)) {
        this.take()
        this.relation(orEnd(relations), false)
      }
    })
  }

  private calc(follow: Next, precedence: number): void {
    const operators = orEnd(products, sums)
    this.rule('calc', follow, () => {
      this.unary(operators)
      for (;;) {
        const product = this.isIn(products) && precedence <= 2
        if (!product && !(this.isIn(sums) && precedence <= 1)) return
        this.take()
        this.calc(operators, product ? 3 : 2)
      }
    })
  }

  private unary(follow: Next): void {
    this.rule('unary', follow, () => {
      this.choose(START)
      if (this.type() === '!') {
        do {
          this.take()
          this.again(START)
        } while (this.type() === '!')
      } else if (this.isSign()) {
        do {
          this.take()
          this.again(before(primary))
        } while (this.type() === '-' && (this.isIn(numbers, 1) || this.isSign()))
      } else if (!this.isIn(primary)) this.noWay(0)
      this.member(OVER)
    })
  }

  /** Whether a minus is one of its own, not that of a number. */
  private isSign(): boolean {
    if (this.type() !== '-' || this.isIn(numbers, 1)) return false
    return this.isIn(primary, 1) || this.noWay(1)
  }

  private member(follow: Next): void {
    this.rule('member', follow, () => {
      this.primary(STEPS)
      for (;;) {
        if (this.type() === '[') this.index()
        else if (this.type() === '.') this.select()
        else return
      }
    })
  }

  private index(): void {
    this.take()
    this.choose(before(item))
    if (this.type() === '?') this.take()
    this.expr(before(']'))
    this.match(']', STEPS)
  }

  private select(): void {
    const named = this.isIn(names, 1)
    if (!named && this.type(1) !== '?') this.noWay(1)
    const called = this.type(1) === 'IDENTIFIER' && this.type(2) === '('
    this.take()
    if (called) {
      this.take()
      this.args(STEPS)
    } else {
      if (this.type() === '?') this.take()
      this.fieldName()
    }
  }

  /** cel-go makes something of what it has, and tells when it cannot. */
  private fieldName(): void {
    const {pos} = this.token()
    if (!this.name(STEPS)) this.issues.push({pos, text: 'unsupported ident kind'})
  }

  /** What stands in the parentheses of a call, with them. */
  private args(after: Next): void {
    this.take()
    this.choose(before(expression, ')'))
    if (this.isIn(expression)) this.list(before(')'), expression, (follow) => this.expr(follow))
    this.match(')', after)
  }

  private primary(follow: Next): void {
    this.rule('primary', follow, () => {
      this.choose(before(primary))
      switch (this.type()) {
        case '(':
          this.take()
          this.expr(before(')'))
          return this.match(')', OVER)
        case '[':
          return this.items(']', item, (end) => this.list(end, item, (next) => this.optional(next)))
        case '{':
          return this.items('}', item, (end) => this.list(end, item, (next) => this.entry(next)))
        case '.':
        case 'IDENTIFIER':
          return this.named()
        default:
          return this.literal()
      }
    })
  }

  private named(): void {
    const dots = this.type() === '.' ? 1 : 0
    if (this.type(dots) !== 'IDENTIFIER') this.noWay(dots)
    let end = dots + 1
    while (this.type(end) === '.' && this.type(end + 1) === 'IDENTIFIER') end += 2
    const isStruct = this.type(end) === '{'
    const isCall = this.type(dots + 1) === '('
    for (let taken = 0; taken < (isStruct ? end : dots + 1); taken++) this.take()
    if (isStruct)
      this.items('}', new Set([...names, '?']), (follow) =>
        this.list(follow, new Set([...names, '?']), (next) => this.field(next)),
      )
    else if (isCall) this.args(OVER)
  }

  /** A list, map or message: its items, and a comma behind the last one. */
  private items(close: string, first: ReadonlySet<string>, read: (follow: Next) => void): void {
    this.take()
    this.choose(before(first, ',', close))
    if (this.isIn(first)) read(before(',', close))
    this.choose(before(',', close))
    if (this.type() === ',') this.take()
    this.match(close, OVER)
  }

  /** Items with commas between them; one behind which no item can come is left to the caller. */
  private list(follow: Next, first: ReadonlySet<string>, read: (follow: Next) => void): void {
    const trailing = follow.types.has(',')
    this.rule('list', follow, () => {
      read(orEnd(','))
      while (this.type() === ',' && (!trailing || this.isIn(first, 1))) {
        this.take()
        read(orEnd(','))
      }
    })
  }

  private entry(follow: Next): void {
    this.optional(before(':'))
    this.match(':', START)
    this.expr(follow)
  }

  private field(follow: Next): void {
    this.rule('field', before(':'), () => {
      this.choose(before(names, '?'))
      if (this.type() === '?') this.take()
      this.name(OVER)
    })
    this.match(':', START)
    this.expr(follow)
  }

  private optional(follow: Next): void {
    this.rule('optional', follow, () => {
      this.choose(before(item))
      if (this.type() === '?') this.take()
      this.expr(OVER)
    })
  }

  private name(follow: Next): boolean {
    let read = false
    this.rule('name', follow, () => {
      this.choose(before(names))
      if (!this.isIn(names)) this.noWay(0)
      this.take()
      read = true
    })
    return read
  }

  private literal(): void {
    if (!this.isIn(primary)) this.noWay(0)
    this.rule('literal', OVER, () => {
      if (this.type() === '-') {
        if (!this.isIn(numbers, 1)) this.noWay(1)
        this.take()
      }
      this.take()
    })
  }
}
