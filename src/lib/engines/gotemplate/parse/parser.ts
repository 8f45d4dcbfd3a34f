import {goQuote} from '../../../errors/go-quote.js'
import {unquote} from '../go/strconv.js'
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
  type Tree,
} from './node.js'
import {PipelineParser} from './pipeline-parser.js'
import {type Token, TokenStream} from './token-stream.js'

/**
 * Parses a template text. The trees of its definitions come with it, by name; the text itself is one of them.
 * @throws TemplateError with Go's words: `template: NAME:LINE: ...`
 */
export function parseTemplate(name: string, text: string, hasFunction: (name: string) => boolean): Map<string, Tree> {
  const trees = new Map<string, Tree>()
  const lexer = new Lexer(text, {break: hasFunction('break'), continue: hasFunction('continue')})
  const stream = new TokenStream(lexer, name)
  new Parser({name, text}, stream, hasFunction, trees).parse(name)
  return trees
}

/** Parses one template; a definition inside of it gets a parser of its own on the same tokens. */
class Parser {
  readonly #pipelines: PipelineParser
  #rangeDepth = 0

  constructor(
    private readonly source: Source,
    private readonly tokens: TokenStream,
    private readonly hasFunction: (name: string) => boolean,
    private readonly trees: Map<string, Tree>,
  ) {
    this.#pipelines = new PipelineParser(source, tokens, hasFunction)
  }

  /** The top of a text: also `define` may stand here. */
  parse(name: string): void {
    const root = this.#list()
    while (this.tokens.peek().type !== 'eof') {
      if (this.tokens.peek().type === 'leftDelim') {
        const delim = this.tokens.next()
        if (this.tokens.next().type === 'define') {
          this.#definition()
          continue
        }
        this.tokens.backup2(delim)
      }
      const node = this.#textOrAction()
      if (isEnd(node)) throw this.tokens.fault(`unexpected ${nodeText(node)}`)
      root.nodes.push(node)
    }
    this.#add(name, root)
  }

  #list(): ListNode {
    return {type: 'list', source: this.source, pos: this.tokens.peek().pos, nodes: []}
  }

  #add(name: string, root: ListNode): void {
    const known = this.trees.get(name)
    if (!known || isEmptyList(known.root)) this.trees.set(name, {name, source: this.source, root})
    else if (!isEmptyList(root)) throw this.tokens.fault(`template: multiple definition of template ${goQuote(name)}`)
  }

  #definition(): void {
    const name = this.#unquoted(this.tokens.expect(['string', 'rawString'], 'define clause'))
    this.tokens.expect(['rightDelim'], 'define clause')
    this.#inner(name, 'define clause')
  }

  /** What stands between `define` or `block` and its `end`: it knows no variables from outside. */
  #inner(name: string, context: string): void {
    const parser = new Parser(this.source, this.tokens, this.hasFunction, this.trees)
    const [list, end] = this.tokens.nested(() => parser.#itemList())
    if (end.type !== 'end') throw this.tokens.fault(`unexpected ${nodeText(end)} in ${context}`)
    parser.#add(name, list)
  }

  #itemList(): [ListNode, EndNode] {
    this.tokens.peek()
    const list = this.#list()
    while (this.tokens.peek().type !== 'eof') {
      const node = this.#textOrAction()
      if (isEnd(node)) return [list, node]
      list.nodes.push(node)
    }
    throw this.tokens.fault('unexpected EOF')
  }

  #textOrAction(): StatementNode | EndNode {
    const token = this.tokens.next()
    if (token.type === 'text') return {type: 'text', source: this.source, pos: token.pos, text: token.value}
    if (token.type !== 'leftDelim') throw this.tokens.unexpected(token, 'input')
    this.tokens.actionLine = token.line
    try {
      return this.#action()
    } finally {
      this.tokens.actionLine = 0
    }
  }

  #action(): StatementNode | EndNode {
    const token = this.tokens.next()
    switch (token.type) {
      case 'block':
        return this.#block()
      case 'break':
      case 'continue':
        return this.#jump(token)
      case 'else':
        return this.#else()
      case 'end':
        return {type: 'end', source: this.source, pos: this.tokens.expect(['rightDelim'], 'end').pos}
      case 'if':
      case 'range':
      case 'with':
        return this.#branch(token.type)
      case 'template':
        return this.#template()
    }
    this.tokens.backup()
    const {pos} = this.tokens.peek()
    return {type: 'action', source: this.source, pos, pipe: this.#pipelines.pipeline('command', 'rightDelim')}
  }

  #jump(word: Token): StatementNode {
    const type = word.type as 'break' | 'continue'
    const token = this.tokens.next()
    if (token.type !== 'rightDelim') throw this.tokens.unexpected(token, `{{${type}}}`)
    if (this.#rangeDepth === 0) throw this.tokens.fault(`{{${type}}} outside {{range}}`)
    return {type, source: this.source, pos: word.pos}
  }

  #else(): EndNode {
    const next = this.tokens.peek()
    const token = next.type === 'if' || next.type === 'with' ? next : this.tokens.expect(['rightDelim'], 'else')
    return {type: 'else', source: this.source, pos: token.pos}
  }

  #branch(type: 'if' | 'range' | 'with'): BranchNode {
    const variables = this.#pipelines.mark()
    const pipe = this.#pipelines.pipeline(type, 'rightDelim')
    if (type === 'range') this.#rangeDepth++
    const [list, end] = this.tokens.nested(() => this.#itemList())
    if (type === 'range') this.#rangeDepth--
    const elseList = end.type === 'else' ? this.#elseList(type, end) : undefined
    this.#pipelines.release(variables)
    return {type, source: this.source, pos: pipe.pos, pipe, list, elseList}
  }

  /** `{{else if x}}` is an else with an if in it; the one `end` closes both. */
  #elseList(type: 'if' | 'range' | 'with', mark: EndNode): ListNode {
    if (type !== 'range' && this.tokens.peek().type === type) {
      this.tokens.next()
      return {type: 'list', source: this.source, pos: mark.pos, nodes: [this.tokens.nested(() => this.#branch(type))]}
    }
    const [list, end] = this.tokens.nested(() => this.#itemList())
    if (end.type !== 'end') throw this.tokens.fault(`expected end; found ${nodeText(end)}`)
    return list
  }

  #block(): TemplateNode {
    const token = this.tokens.next()
    const name = this.#templateName(token, 'block clause')
    const pipe = this.#pipelines.pipeline('block clause', 'rightDelim')
    this.#inner(name, 'block clause')
    return {type: 'template', source: this.source, pos: token.pos, name, pipe}
  }

  #template(): TemplateNode {
    const token = this.tokens.next()
    const name = this.#templateName(token, 'template clause')
    let pipe: PipeNode | undefined
    if (this.tokens.next().type !== 'rightDelim') {
      this.tokens.backup()
      pipe = this.#pipelines.pipeline('template clause', 'rightDelim')
    }
    return {type: 'template', source: this.source, pos: token.pos, name, pipe}
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
