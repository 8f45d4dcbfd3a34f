import {FluxError} from '../../errors/flux-error.js'
import type {SubstituteExpression, SubstituteNode} from './nodes.js'

const BAD_NAME = 'unable to parse variable name'
const NO_BRACE = 'missing closing brace'
const BAD_ARGUMENT = 'unable to parse substitution within function'
const BAD = 'bad substitution'

/** Deepest nesting of expressions in arguments; the original has none and ends in a stack overflow. */
const MAX_DEPTH = 200

/** What ends an argument, and what a backslash or dollar may escape in it. */
interface ArgumentRule {
  readonly stop: string
  readonly escapes: boolean
}

const UNTIL_BRACE: ArgumentRule = {stop: '}', escapes: false}
const OFFSET: ArgumentRule = {stop: ':}', escapes: false}
const PATTERN: ArgumentRule = {stop: '/', escapes: true}
const REPLACEMENT: ArgumentRule = {stop: '}', escapes: true}

/**
 * Parses a text into literals and expressions (kustomize-controller reference 8.2).
 * Throws FluxError `bad-substitution` with the original's text, one error for the whole text.
 */
export function parseSubstitution(text: string): SubstituteNode[] {
  return new Parser(text).text()
}

class Parser {
  #at = 0
  #depth = 0

  constructor(private readonly source: string) {}

  text(): SubstituteNode[] {
    const nodes: SubstituteNode[] = []
    let literal = ''
    for (;;) {
      const dollar = this.source.indexOf('$', this.#at)
      if (dollar < 0) break
      literal += this.source.slice(this.#at, dollar)
      const next = this.source[dollar + 1]
      if (next === '{') {
        if (literal !== '') nodes.push(literal)
        literal = ''
        this.#at = dollar + 2
        nodes.push(this.#expression())
      } else {
        literal += '$'
        this.#at = dollar + (next === '$' ? 2 : 1)
      }
    }
    literal += this.source.slice(this.#at)
    if (literal !== '') nodes.push(literal)
    return nodes
  }

  #expression(): SubstituteExpression {
    if (++this.#depth > MAX_DEPTH) throw failure(`expressions are nested deeper than ${MAX_DEPTH} levels`)
    try {
      return this.#peek() === '#' ? this.#length() : this.#operation()
    } finally {
      this.#depth--
    }
  }

  #length(): SubstituteExpression {
    this.#at++
    const param = this.#name()
    if (param === '') throw failure(BAD)
    return this.#close({param, operator: '#', args: []})
  }

  #operation(): SubstituteExpression {
    const param = this.#name()
    if (param === '') throw failure(BAD_NAME)
    switch (this.#peek()) {
      case ':':
        return /[=?+-]/.test(this.source[this.#at + 1] ?? '') ? this.#default(param, 2) : this.#substring(param)
      case '=':
        return this.#default(param, 1)
      case ',':
      case '^':
        return this.#close({param, operator: this.#take(/[,^]/), args: []})
      case '/':
        return this.#replace(param)
      case '#':
        return this.#strip(param, /#/)
      case '%':
        return this.#strip(param, /%/)
      case '}':
        this.#at++
        return {param, operator: '', args: []}
      default:
        throw failure(NO_BRACE)
    }
  }

  /** The word of a default may mix text and expressions. */
  #default(param: string, length: number): SubstituteExpression {
    const operator = this.source.slice(this.#at, this.#at + length)
    this.#at += length
    const args: SubstituteNode[] = []
    while (this.#peek() !== '}') args.push(this.#argument(UNTIL_BRACE))
    return this.#close({param, operator, args})
  }

  #substring(param: string): SubstituteExpression {
    this.#at++
    const args = [this.#argument(OFFSET)]
    if (this.#peek() === ':') {
      this.#skipAll(':')
      args.push(this.#argument(UNTIL_BRACE))
    }
    return this.#close({param, operator: ':', args})
  }

  #strip(param: string, mark: RegExp): SubstituteExpression {
    const operator = this.#take(mark)
    return this.#close({param, operator, args: [this.#argument(UNTIL_BRACE)]})
  }

  #replace(param: string): SubstituteExpression {
    this.#at++
    const kind = this.#peek()
    const operator = kind === '/' || kind === '#' || kind === '%' ? `/${kind}` : '/'
    this.#at += operator.length - 1
    const args = [this.#argument(PATTERN)]
    if (this.#peek() !== '/') throw failure(BAD)
    this.#skipAll('/')
    if (this.#peek() !== '}') args.push(this.#argument(REPLACEMENT))
    return this.#close({param, operator, args})
  }

  /** One argument: an expression, or text up to the rule's end, the end of the source or the next expression. */
  #argument(rule: ArgumentRule): SubstituteNode {
    if (this.source.startsWith('${', this.#at)) {
      this.#at += 2
      return this.#expression()
    }
    let value = ''
    for (; this.#at < this.source.length; this.#at++) {
      const char = this.source[this.#at] as string
      const next = this.source[this.#at + 1]
      if (char === '$' && next === '{') break
      const escaped = rule.escapes && ((char === '$' && next === '$') || (char === '\\' && (next === '/' || next === '\\')))
      if (escaped) {
        value += next
        this.#at++
      } else if (rule.stop.includes(char)) break
      else value += char
    }
    if (value === '') throw failure(BAD_ARGUMENT)
    return value
  }

  #close(expression: SubstituteExpression): SubstituteExpression {
    if (this.#peek() !== '}') throw failure(BAD)
    this.#at++
    return expression
  }

  /** A name of letters, digits and `_`, possibly empty. */
  #name(): string {
    const start = this.#at
    for (;;) {
      const point = this.source.codePointAt(this.#at)
      if (point === undefined) break
      const char = String.fromCodePoint(point)
      if (!/[\p{L}\p{Nd}_]/u.test(char)) break
      this.#at += char.length
    }
    return this.source.slice(start, this.#at)
  }

  /** At most two characters that the mark accepts. */
  #take(mark: RegExp): string {
    const start = this.#at
    while (this.#at < start + 2 && mark.test(this.#peek() ?? '')) this.#at++
    return this.source.slice(start, this.#at)
  }

  #skipAll(char: string): void {
    while (this.#peek() === char) this.#at++
  }

  #peek(): string | undefined {
    return this.source[this.#at]
  }
}

function failure(message: string): FluxError {
  return new FluxError('bad-substitution', message)
}
