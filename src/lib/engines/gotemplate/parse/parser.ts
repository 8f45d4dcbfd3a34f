import {goQuote} from '../../../errors/go-quote.js'
import {unquote} from '../go/strconv.js'
import {isClosed, type KnownAction, type KnownActions} from './known-actions.js'
import {Lexer} from './lexer.js'
import {
  type BranchNode,
  type EndNode,
  isEmptyList,
  type ListNode,
  nodeText,
  type PipeNode,
  type Source,
  type StatementNode,
  type TemplateNode,
  type TextNode,
  type Tree,
} from './node.js'
import {PipelineParser} from './pipeline-parser.js'
import {type Token, TokenStream} from './token-stream.js'

const END: EndNode = {type: 'end'}
const ELSE: EndNode = {type: 'else'}
const END_OF_ACTION = ['rightDelim'] as const

/**
 * Parses a template text. The trees of its definitions come with it, by name; the text itself is one of them.
 * @param known actions of texts that were parsed with the same functions
 * @throws TemplateError with Go's words: `template: NAME:LINE: ...`
 */
export function parseTemplate(
  name: string,
  text: string,
  hasFunction: (name: string) => boolean,
  known: KnownActions,
): Map<string, Tree> {
  const trees = new Map<string, Tree>()
  const lexer = new Lexer(text, {break: hasFunction('break'), continue: hasFunction('continue')})
  const stream = new TokenStream(lexer, name)
  new Parser({name, text}, stream, hasFunction, trees, known).parse(name)
  return trees
}

/** Parses one template; a definition inside of it gets a parser of its own on the same tokens. */
class Parser {
  readonly #pipelines: PipelineParser
  #rangeDepth = 0
  /** where the action begins that was opened last */
  #start = 0
  /** what ended the list that was read last */
  #end: EndNode = END

  constructor(
    private readonly source: Source,
    private readonly tokens: TokenStream,
    private readonly hasFunction: (name: string) => boolean,
    private readonly trees: Map<string, Tree>,
    private readonly known: KnownActions,
  ) {
    this.#pipelines = new PipelineParser(tokens, hasFunction)
  }

  /** The top of a text: also `define` may stand here. */
  parse(name: string): void {
    const nodes: StatementNode[] = []
    for (;;) {
      const token = this.tokens.next()
      if (token.type === 'eof') break
      const node = this.#textOrAction(token, true)
      if (node === undefined) continue
      if (isEnd(node)) throw this.tokens.fault(`unexpected ${nodeText(node)}`)
      nodes.push(node)
    }
    this.#add(name, {type: 'list', nodes})
  }

  #add(name: string, root: ListNode): void {
    const known = this.trees.get(name)
    if (!known || isEmptyList(known.root)) this.trees.set(name, {name, root, code: undefined})
    else if (!isEmptyList(root)) throw this.tokens.fault(`template: multiple definition of template ${goQuote(name)}`)
  }

  #definition(): void {
    const name = this.#unquoted(this.tokens.expect(['string', 'rawString'], 'define clause'))
    this.tokens.expect(['rightDelim'], 'define clause')
    this.#inner(name, 'define clause')
  }

  /** What stands between `define` or `block` and its `end`: it knows no variables from outside. */
  #inner(name: string, context: string): void {
    const parser = new Parser(this.source, this.tokens, this.hasFunction, this.trees, this.known)
    const list = parser.#itemList()
    if (parser.#end !== END) throw this.tokens.fault(`unexpected ${nodeText(parser.#end)} in ${context}`)
    parser.#add(name, list)
  }

  /** The statements up to an `end` or `else`, which is noted. */
  #itemList(): ListNode {
    this.tokens.enter()
    const nodes: StatementNode[] = []
    for (;;) {
      const token = this.tokens.next()
      if (token.type === 'eof') throw this.tokens.fault('unexpected EOF')
      const node = this.#textOrAction(token, false)!
      if (isEnd(node)) {
        this.tokens.leave()
        this.#end = node
        return {type: 'list', nodes}
      }
      nodes.push(node)
    }
  }

  /** Undefined for a definition, which may stand at the top only. */
  #textOrAction(token: Token, top: boolean): StatementNode | EndNode | undefined {
    if (token.type === 'text') return token as TextNode
    if (token.type !== 'leftDelim') throw this.tokens.unexpected(token, 'input')
    const {actionStart} = this.tokens
    this.#start = actionStart
    this.#pipelines.start(actionStart)
    const text = this.tokens.actionText()
    const known = text === undefined ? undefined : this.known.get(text)
    if (known !== undefined && isClosed(known.pipe, this.#pipelines.variables)) {
      this.tokens.passAction(text!)
      this.tokens.actionPos = token.pos
      const node = this.#again(known)
      this.tokens.actionPos = -1
      return node
    }
    if (top && this.tokens.peek().type === 'define') {
      this.tokens.next()
      this.#definition()
      return undefined
    }
    this.tokens.actionPos = token.pos
    const node = this.#action(text)
    this.tokens.actionPos = -1
    return node
  }

  /** What an action means that has been passed, its pipeline known from elsewhere. */
  #again({type, pipe}: KnownAction): StatementNode | EndNode {
    if (pipe === undefined) return type === 'end' ? END : ELSE
    const mark = this.#pipelines.mark()
    this.#pipelines.declareAll(pipe)
    if (type === 'action') return {type, source: this.source, pos: this.#start, pipe}
    return this.#body(type as BranchNode['type'], pipe, mark)
  }

  #keep(text: string | undefined, type: KnownAction['type'], pipe?: PipeNode): void {
    if (text === undefined || !this.tokens.hasPassed(text)) return
    if (pipe !== undefined && !this.#pipelines.share(pipe)) return
    this.known.add(text, {type, pipe})
  }

  #action(text: string | undefined): StatementNode | EndNode {
    const token = this.tokens.next()
    switch (token.type) {
      case 'block':
        return this.#block()
      case 'break':
      case 'continue':
        return this.#jump(token)
      case 'else':
        return this.#else(text)
      case 'end':
        this.tokens.expect(END_OF_ACTION, 'end')
        this.#keep(text, 'end')
        return END
      case 'if':
      case 'range':
      case 'with':
        return this.#branch(token.type, text)
      case 'template':
        return this.#template()
    }
    this.tokens.backup()
    const pos = this.#start
    const pipe = this.#pipelines.pipeline('command', 'rightDelim')
    this.#keep(text, 'action', pipe)
    return {type: 'action', source: this.source, pos, pipe}
  }

  #jump(word: Token): StatementNode {
    const type = word.type as 'break' | 'continue'
    const token = this.tokens.next()
    if (token.type !== 'rightDelim') throw this.tokens.unexpected(token, `{{${type}}}`)
    if (this.#rangeDepth === 0) throw this.tokens.fault(`{{${type}}} outside {{range}}`)
    return {type}
  }

  #else(text: string | undefined): EndNode {
    const next = this.tokens.peek()
    if (next.type !== 'if' && next.type !== 'with') {
      this.tokens.expect(END_OF_ACTION, 'else')
      this.#keep(text, 'else')
    }
    return ELSE
  }

  #branch(type: BranchNode['type'], text?: string): BranchNode {
    const variables = this.#pipelines.mark()
    const pipe = this.#pipelines.pipeline(type, 'rightDelim')
    this.#keep(text, type, pipe)
    return this.#body(type, pipe, variables)
  }

  /** What comes after the pipeline of a branch. */
  #body(type: BranchNode['type'], pipe: PipeNode, variables: number): BranchNode {
    const pos = this.#start
    if (type === 'range') this.#rangeDepth++
    const list = this.#itemList()
    if (type === 'range') this.#rangeDepth--
    const elseList = this.#end === ELSE ? this.#elseList(type) : undefined
    this.#pipelines.release(variables)
    return {type, source: this.source, pos, pipe, list, elseList}
  }

  /** `{{else if x}}` is an else with an if in it; the one `end` closes both. */
  #elseList(type: BranchNode['type']): ListNode {
    if (type !== 'range' && this.tokens.peek().type === type) {
      this.tokens.next()
      this.tokens.enter()
      const inner = this.#branch(type)
      this.tokens.leave()
      return {type: 'list', nodes: [inner]}
    }
    const list = this.#itemList()
    if (this.#end !== END) throw this.tokens.fault(`expected end; found ${nodeText(this.#end)}`)
    return list
  }

  #block(): TemplateNode {
    const site = {source: this.source, pos: this.#start}
    const token = this.tokens.next()
    const name = this.#templateName(token, 'block clause')
    const pipe = this.#pipelines.pipeline('block clause', 'rightDelim')
    this.#inner(name, 'block clause')
    return {type: 'template', site, pos: token.pos - site.pos, name, pipe}
  }

  #template(): TemplateNode {
    const site = {source: this.source, pos: this.#start}
    const token = this.tokens.next()
    const name = this.#templateName(token, 'template clause')
    let pipe: PipeNode | undefined
    if (this.tokens.next().type !== 'rightDelim') {
      this.tokens.backup()
      pipe = this.#pipelines.pipeline('template clause', 'rightDelim')
    }
    return {type: 'template', site, pos: token.pos - site.pos, name, pipe}
  }

  #templateName(token: Token, context: string): string {
    if (token.type !== 'string' && token.type !== 'rawString') throw this.tokens.unexpected(token, context)
    return this.#unquoted(token)
  }

  #unquoted(token: Token): string {
    const text = unquote(token.value)
    if (text === undefined) throw this.tokens.fault('invalid syntax')
    return text
  }
}

function isEnd(node: StatementNode | EndNode): node is EndNode {
  return node.type === 'end' || node.type === 'else'
}
