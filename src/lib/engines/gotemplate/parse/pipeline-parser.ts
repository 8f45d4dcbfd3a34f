import {messageOf} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'
import {unquote} from '../go/strconv.js'
import type {CommandNode, OperandNode, PipeNode, VariableNode} from './node.js'
import {nodeText} from './node.js'
import {readNumber} from './number.js'
import type {TokenType} from './token.js'
import type {Token, TokenStream} from './token-stream.js'

const OPERANDS: ReadonlySet<TokenType> = new Set<TokenType>([
  'bool',
  'charConstant',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
])
const CONSTANTS: ReadonlySet<string> = new Set(['bool', 'dot', 'nil', 'number', 'string'])
const NONE: readonly string[] = []

/** What stands inside of an action: pipelines, commands, operands. Knows the variables that are declared so far. */
export class PipelineParser {
  readonly #variables: string[] = ['$']
  /** where the action begins: nodes count from there */
  #start = 0
  /** variables that the action names */
  #uses: readonly string[] = NONE
  /** variables are declared in parentheses */
  #declaresInside = false
  #parens = 0

  constructor(
    private readonly tokens: TokenStream,
    private readonly hasFunction: (name: string) => boolean,
  ) {}

  /** A point to which `release` takes the list of variables back. */
  mark(): number {
    return this.#variables.length
  }

  release(mark: number): void {
    this.#variables.length = mark
  }

  get variables(): readonly string[] {
    return this.#variables
  }

  /** An action begins. */
  start(at: number): void {
    this.#start = at
    this.#uses = NONE
    this.#declaresInside = false
  }

  /** Lets the one pipeline of an action stand in other places, too; false when it must not. */
  share(pipe: PipeNode): boolean {
    if (this.#declaresInside) return false
    pipe.shared = {uses: this.#uses, slots: undefined, code: undefined}
    return true
  }

  /** As if the pipeline had been read here. */
  declareAll({variables}: PipeNode): void {
    for (let index = 0; index < variables.length; index++) this.#variables.push(variables[index]!.name)
  }

  pipeline(context: string, end: TokenType): PipeNode {
    const pos = this.tokens.peek().pos - this.#start
    const pipe: PipeNode = {type: 'pipe', pos, assign: false, variables: [], commands: [], shared: undefined}
    while (this.#declaration(pipe, context));
    for (;;) {
      const token = this.tokens.next()
      if (token.type === end) break
      if (!OPERANDS.has(token.type)) throw this.tokens.unexpected(token, context)
      this.tokens.backup()
      pipe.commands.push(this.#command())
    }
    if (pipe.commands.length === 0) throw this.tokens.fault(`missing value for ${context}`)
    for (let index = 1; index < pipe.commands.length; index++) {
      if (!CONSTANTS.has(pipe.commands[index]!.args[0]!.type)) continue
      throw this.tokens.fault(`non executable command in pipeline stage ${index + 1}`)
    }
    return pipe
  }

  /** Reads `$x :=`, `$x =` or, in a range, `$i,`; true when a second variable follows. */
  #declaration(pipe: PipeNode, context: string): boolean {
    const token = this.tokens.peek()
    if (token.type !== 'variable') return false
    this.tokens.next()
    const next = this.tokens.peek()
    if (next.type === 'assign' || next.type === 'declare') {
      pipe.assign = next.type === 'assign'
      this.tokens.next()
      this.#declare(pipe, token)
    } else if (next.type === 'char' && next.value === ',') {
      this.tokens.next()
      this.#declare(pipe, token)
      if (context !== 'range' || pipe.variables.length >= 2) throw this.tokens.fault(`too many declarations in ${context}`)
      if (['variable', 'rightDelim', 'rightParen'].includes(this.tokens.peek().type)) return true
      throw this.tokens.fault('range can only initialize variables')
    } else {
      this.tokens.backup2(token)
    }
    return false
  }

  #declare(pipe: PipeNode, token: Token): void {
    if (this.#parens > 0) this.#declaresInside = true
    pipe.variables.push(this.#variable(token.pos, token.value))
    this.#variables.push(token.value)
  }

  #variable(pos: number, text: string): VariableNode {
    return {type: 'variable', pos: pos - this.#start, name: text, fields: NONE}
  }

  #command(): CommandNode {
    const args: OperandNode[] = []
    const pos = this.tokens.peek().pos - this.#start
    for (;;) {
      const operand = this.#operand()
      if (operand) args.push(operand)
      const token = this.tokens.peek()
      // blanks part operands
      if (token.spaced && OPERANDS.has(token.type)) continue
      if (token.type === 'pipe') this.tokens.next()
      else if (token.type !== 'rightDelim' && token.type !== 'rightParen')
        throw this.tokens.unexpected(this.tokens.next(), 'operand')
      break
    }
    if (args.length === 0) throw this.tokens.fault('empty command')
    return {type: 'command', pos, args}
  }

  /** A term with the fields that follow it. */
  #operand(): OperandNode | undefined {
    const node = this.#term()
    const first = node && this.tokens.peek()
    if (!node || first?.type !== 'field' || first.spaced) return node
    const pos = first.pos - this.#start
    const fields: string[] = []
    while (this.tokens.peek().type === 'field' && !this.tokens.peek().spaced) fields.push(this.tokens.next().value.slice(1))
    if (node.type === 'field' || node.type === 'variable') return {...node, pos, fields: [...node.fields, ...fields]}
    if (CONSTANTS.has(node.type)) throw this.tokens.fault(`unexpected . after term ${goQuote(nodeText(node))}`)
    return {type: 'chain', pos, node, fields}
  }

  #term(): OperandNode | undefined {
    const token = this.tokens.next()
    const pos = token.pos - this.#start
    switch (token.type) {
      case 'identifier':
        if (!this.hasFunction(token.value)) throw this.tokens.fault(`function ${goQuote(token.value)} not defined`)
        return {type: 'identifier', pos, name: token.value}
      case 'dot':
        return {type: 'dot', pos}
      case 'nil':
        return {type: 'nil', pos}
      case 'variable':
        if (!this.#variables.includes(token.value)) throw this.tokens.fault(`undefined variable ${goQuote(token.value)}`)
        if (token.value !== '$' && !this.#uses.includes(token.value)) this.#uses = [...this.#uses, token.value]
        return this.#variable(token.pos, token.value)
      case 'field':
        return {type: 'field', pos, fields: [token.value.slice(1)]}
      case 'bool':
        return {type: 'bool', pos, value: token.value === 'true'}
      case 'charConstant':
      case 'complex':
      case 'number':
        return {type: 'number', pos, ...this.#number(token)}
      case 'leftParen':
        return this.#parenthesized()
      case 'string':
      case 'rawString':
        return {type: 'string', pos, quoted: token.value, value: this.#string(token)}
    }
    this.tokens.backup()
    return undefined
  }

  #number(token: Token) {
    try {
      return readNumber(token.value, token.type)
    } catch (error) {
      throw this.tokens.fault(messageOf(error))
    }
  }

  #string(token: Token): string {
    const text = unquote(token.value)
    if (text === undefined) throw this.tokens.fault('invalid syntax')
    return text
  }

  #parenthesized(): PipeNode {
    this.tokens.enter()
    this.#parens++
    const pipe = this.pipeline('parenthesized pipeline', 'rightParen')
    this.#parens--
    this.tokens.leave()
    return pipe
  }
}
