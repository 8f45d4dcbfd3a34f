import {CelCompileError, type CelIssue} from '../errors.js'
import {UInt} from '../values.js'
import type {Call, Expr, StructExpr} from './ast.js'
import {type Token, tokenize} from './lexer.js'
import {expandMacro} from './macros.js'
import {qualifiedName} from './qualified-name.js'
import {syntaxErrors} from './syntax-errors.js'
import {Broken, TokenStream} from './token-stream.js'
import {TokenSets, typeOf} from './token-types.js'
import {unquote} from './unquote.js'

const reserved = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
)
const MAX_DEPTH = 250
const MESSAGE = /^[A-Z]/

/** Parses an expression; throws CelCompileError. Grammar and texts: cel-go with optional syntax and escaped field names. */
export function parseCel(source: string): Expr {
  const {tokens, issues} = tokenize(source)
  const parser = new Parser(tokens, issues)
  const unread = issues.length
  const expr = parser.start()
  if (issues.length === 0 && expr) return expr
  const isSyntax = ({text}: CelIssue): boolean => text.startsWith('Syntax error: ')
  const found = issues.slice(unread)
  // cel-go goes on after what is wrong
  const known = found.some(isSyntax) ? syntaxErrors(source, tokens) : []
  const all = known.length > 0 ? [...issues.slice(0, unread), ...found.filter((issue) => !isSyntax(issue)), ...known] : issues
  throw new CelCompileError(
    source,
    all.sort((a, b) => a.pos - b.pos),
  )
}

class Parser extends TokenStream {
  #depth = 0

  start(): Expr | undefined {
    try {
      const expr = this.#ternary()
      return this.peek().kind === 'eof' ? expr : this.fail(this.peek())
    } catch (error) {
      if (error instanceof Broken) return undefined
      throw error
    }
  }

  #ternary(): Expr {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) {
      this.complain(0, `expression recursion limit exceeded: ${MAX_DEPTH}`)
      throw new Broken()
    }
    const condition = this.#or()
    const question = this.take('?')
    let result = condition
    if (question) {
      const yes = this.#or()
      this.expect(':')
      const no = this.#ternary()
      result = call('_?_:_', question.pos, [condition, yes, no])
    }
    this.#depth -= 1
    return result
  }

  #or(): Expr {
    let left = this.#and()
    for (let token = this.take('||'); token; token = this.take('||')) left = call('_||_', token.pos, [left, this.#and()])
    return left
  }

  #and(): Expr {
    let left = this.#relation()
    for (let token = this.take('&&'); token; token = this.take('&&')) left = call('_&&_', token.pos, [left, this.#relation()])
    return left
  }

  #relation(): Expr {
    let left = this.#sum()
    for (;;) {
      const token = this.peek()
      const isIn = token.kind === 'ident' && token.text === 'in'
      if (!isIn && !(token.kind === 'op' && ['<', '<=', '>', '>=', '==', '!='].includes(token.text))) return left
      this.at += 1
      left = call(isIn ? '@in' : `_${token.text}_`, token.pos, [left, this.#sum()])
    }
  }

  #sum(): Expr {
    let left = this.#product()
    for (let token = this.take('+') ?? this.take('-'); token; token = this.take('+') ?? this.take('-')) {
      left = call(`_${token.text}_`, token.pos, [left, this.#product()])
    }
    return left
  }

  #product(): Expr {
    let left = this.#unary()
    const next = () => this.take('*') ?? this.take('/') ?? this.take('%')
    for (let token = next(); token; token = next()) left = call(`_${token.text}_`, token.pos, [left, this.#unary()])
    return left
  }

  #unary(): Expr {
    const first = this.peek()
    const sign = this.is('!') ? '!' : this.is('-') ? '-' : undefined
    if (sign === undefined) return this.#member()
    let count = 0
    while (this.take(sign)) count += 1
    const number = this.peek()
    if (sign === '-' && count === 1 && (number.kind === 'int' || number.kind === 'float')) {
      this.at += 1
      return this.#postfix(this.#number({...number, text: `-${number.text}`, pos: first.pos}))
    }
    const operand = this.#member()
    if (count % 2 === 0) return operand
    return call(sign === '!' ? '!_' : '-_', first.pos, [operand])
  }

  #member(): Expr {
    return this.#postfix(this.#primary())
  }

  #postfix(start: Expr): Expr {
    let expr = start
    for (;;) {
      const dot = this.take('.')
      if (dot) {
        expr = this.#afterDot(expr, dot)
        continue
      }
      const open = this.take('[')
      if (!open) return expr
      const optional = this.take('?') !== undefined
      const index = this.#ternary()
      this.expect(']')
      expr = call(optional ? '_[?_]' : '_[_]', open.pos, [expr, index])
    }
  }

  #afterDot(target: Expr, dot: Token): Expr {
    const optional = this.take('?') !== undefined
    const token = this.peek()
    if (!TokenSets.names.has(typeOf(token))) {
      this.fail(token)
    }
    this.at += 1
    const field = token.kind === 'escaped' ? token.text.slice(1, -1) : token.text
    // k8s and Flux leave this syntax off
    if (token.kind === 'escaped') this.complain(token.pos, "unsupported syntax: '`'")
    if (optional) return call('_?._', dot.pos, [target, {kind: 'const', pos: token.pos, value: field}])
    const open = token.kind === 'ident' ? this.take('(') : undefined
    if (open) return this.#call(field, open, target)
    const select: Expr = {kind: 'select', pos: dot.pos, operand: target, field, test: false}
    const path = this.is('{') ? qualifiedName(select) : undefined
    return path !== undefined && MESSAGE.test(path) ? this.#struct(path) : select
  }

  #call(name: string, open: Token, target: Expr | undefined): Expr {
    const args = this.#list(')')
    const plain: Call = {kind: 'call', pos: open.pos, name, target, args}
    return expandMacro(plain, (pos, text) => this.complain(pos, text))
  }

  #list(close: string): Expr[] {
    const items: Expr[] = []
    if (this.take(close)) return items
    do {
      items.push(this.#ternary())
    } while (this.take(','))
    this.expect(close)
    return items
  }

  #primary(): Expr {
    const token = this.peek()
    this.at += 1
    switch (token.kind) {
      case 'ident':
        return this.#word(token)
      case 'int':
      case 'uint':
      case 'float':
        return this.#number(token)
      case 'string':
      case 'bytes': {
        const value = unquote(token.text)
        if (value === undefined) this.complain(token.pos, 'unable to unescape string')
        return {kind: 'const', pos: token.pos, value: value ?? ''}
      }
      default:
        return this.#punctuation(token)
    }
  }

  #punctuation(token: Token): Expr {
    if (token.kind === 'op') {
      if (token.text === '(') {
        const inner = this.#ternary()
        this.expect(')')
        return inner
      }
      if (token.text === '[') return this.#listLiteral(token)
      if (token.text === '{') return this.#mapLiteral(token)
      if (token.text === '.' && typeOf(this.peek()) === 'IDENTIFIER') {
        const name = this.peek()
        this.at += 1
        const open = this.take('(')
        return open ? this.#call(`.${name.text}`, open, undefined) : {kind: 'ident', pos: name.pos, name: `.${name.text}`}
      }
    }
    return this.fail(token)
  }

  #word(token: Token): Expr {
    const {text, pos} = token
    if (text === 'true' || text === 'false') return {kind: 'const', pos, value: text === 'true'}
    if (text === 'null') return {kind: 'const', pos, value: null}
    if (text === 'in') this.fail(token)
    if (reserved.has(text)) this.complain(pos, `reserved identifier: ${text}`)
    const open = this.take('(')
    if (open) return this.#call(text, open, undefined)
    if (this.is('{') && MESSAGE.test(text)) return this.#struct(text)
    return {kind: 'ident', pos, name: text}
  }

  #struct(name: string): Expr {
    const open = this.expect('{')
    const fields: StructExpr['fields'][number][] = []
    while (!this.take('}')) {
      const optional = this.take('?') !== undefined
      const token = this.peek()
      if (token.kind !== 'ident' && token.kind !== 'escaped') {
        this.fail(token)
      }
      this.at += 1
      const colon = this.expect(':')
      const name = token.kind === 'escaped' ? token.text.slice(1, -1) : token.text
      fields.push({pos: colon.pos, name, value: this.#ternary(), optional})
      if (this.take(',')) continue
      this.expect('}')
      break
    }
    return {kind: 'struct', pos: open.pos, name, fields}
  }

  #number(token: Token): Expr {
    const {text, pos, kind} = token
    if (kind === 'float') return {kind: 'const', pos, value: Number(text)}
    const digits = text.replace(/^-/, '').replace(/[uU]$/, '')
    const magnitude = BigInt(digits)
    if (kind === 'uint') {
      if (magnitude >= 2n ** 64n) this.complain(pos, 'invalid uint literal')
      return {kind: 'const', pos, value: new UInt(magnitude)}
    }
    const value = text.startsWith('-') ? -magnitude : magnitude
    if (value >= 2n ** 63n || value < -(2n ** 63n)) this.complain(pos, 'invalid int literal')
    return {kind: 'const', pos, value}
  }

  #listLiteral(open: Token): Expr {
    const items: Expr[] = []
    const optional: number[] = []
    while (!this.take(']')) {
      if (this.take('?')) optional.push(items.length)
      items.push(this.#ternary())
      if (!this.take(',')) {
        this.expect(']')
        break
      }
    }
    return {kind: 'list', pos: open.pos, items, optional}
  }

  #mapLiteral(open: Token): Expr {
    const entries: {pos: number; key: Expr; value: Expr; optional: boolean}[] = []
    while (!this.take('}')) {
      const optional = this.take('?') !== undefined
      const key = this.#ternary()
      const colon = this.expect(':')
      entries.push({pos: colon.pos, key, value: this.#ternary(), optional})
      if (!this.take(',')) {
        this.expect('}')
        break
      }
    }
    return {kind: 'map', pos: open.pos, entries}
  }
}

function call(name: string, pos: number, args: Expr[]): Call {
  return {kind: 'call', pos, name, target: undefined, args}
}
