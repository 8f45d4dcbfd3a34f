import {readerFault} from '../reader.js'
import {problem, YamlFault} from './fault.js'
import type {ComposedDocument, NodeBuilder} from './node-builder.js'
import {MAX_DEPTH, Scanner} from './scanner.js'
import {composeSimple} from './simple-blocks.js'
import {type Comment, STYLE, shortTag, T, type Token} from './token.js'

const VERSIONS: readonly string[] = ['1.1', '1.2']

/**
 * The documents of a YAML text, read as go-yaml reads them. `comments` gets the comments of what is read.
 * @throws YamlFault
 */
export function* composeDocuments<N>(
  text: string,
  builder: NodeBuilder<N>,
  comments?: Comment[],
): Generator<ComposedDocument<N>> {
  const refused = readerFault(text)
  if (refused !== undefined) throw new YamlFault(refused.problem, false, 0, 0, refused.line)
  const simple = comments === undefined ? composeSimple(text, builder) : undefined
  yield* simple === undefined ? new Composer(text, builder, comments).documents() : [simple]
}

class Composer<N> {
  readonly #scanner: Scanner
  #anchors = new Map<string, N>()
  #tagPrefixes = new Map<string, string>()
  #depth = 0

  constructor(
    text: string,
    private readonly builder: NodeBuilder<N>,
    comments: Comment[] | undefined,
  ) {
    this.#scanner = new Scanner(text, comments)
  }

  *documents(): Generator<ComposedDocument<N>> {
    const scanner = this.#scanner
    let implicit = true
    for (;;) {
      if (!implicit) while (scanner.peek().type === T.documentEnd) scanner.next()
      const first = scanner.peek()
      if (first.type === T.streamEnd) return
      const starts = first.type === T.versionDirective || first.type === T.tagDirective || first.type === T.documentStart
      this.#tagPrefixes = new Map([
        ['!', '!'],
        ['!!', '!!'],
      ])
      let root: N
      if (implicit && !starts) root = this.#node(true, false)
      else {
        this.#directives()
        const start = scanner.peek()
        if (start.type !== T.documentStart) throw problem('did not find expected <document start>', start)
        scanner.next()
        root = this.#isDocumentEmpty(scanner.peek().type) ? this.#empty(scanner.peek().line) : this.#node(true, false)
      }
      implicit = false
      if (scanner.peek().type === T.documentEnd) scanner.next()
      yield {root, line: first.line + 1}
    }
  }

  #isDocumentEmpty(type: number): boolean {
    return type <= T.documentEnd
  }

  #directives(): void {
    const scanner = this.#scanner
    const {versions = VERSIONS} = this.builder
    let version = false
    for (let token = scanner.peek(); token.type === T.versionDirective || token.type === T.tagDirective; token = scanner.peek()) {
      if (token.type === T.versionDirective) {
        if (version) throw problem('found duplicate %YAML directive', token)
        if (!versions.includes(token.value)) throw problem('found incompatible YAML document', token)
        version = true
      } else this.#tagPrefixes.set(token.value, token.suffix.replace(/^tag:yaml\.org,2002:/, '!!'))
      scanner.next()
    }
  }

  #empty(line: number): N {
    return this.builder.scalar('', '', STYLE.plain, line + 1)
  }

  #node(block: boolean, indentless: boolean): N {
    const scanner = this.#scanner
    let token = scanner.peek()
    if (token.type === T.alias) return this.#alias(scanner.next())
    const start = token
    let anchor: string | undefined
    let tag = ''
    for (let i = 0; i < 2; i++) {
      if (token.type === T.anchor && anchor === undefined) anchor = token.value
      else if (token.type === T.tag && tag === '') tag = this.#tag(token, start)
      else break
      scanner.next()
      token = scanner.peek()
    }
    if (++this.#depth > MAX_DEPTH) throw problem(`exceeded max depth of ${MAX_DEPTH}`, token)
    const node = this.#content(token, start, block, indentless, tag, anchor)
    this.#depth--
    return node
  }

  #content(token: Token, start: Token, block: boolean, indentless: boolean, tag: string, anchor: string | undefined): N {
    const line = start.line + 1
    const scanner = this.#scanner
    switch (token.type) {
      case T.scalar:
        scanner.next()
        return this.#named(anchor, this.builder.scalar(token.value, tag, token.style, line))
      case T.blockEntry:
        if (indentless) return this.#indentless(tag, anchor, line)
        break
      case T.flowSequenceStart:
        return this.#flowSequence(tag, anchor, line)
      case T.flowMappingStart:
        return this.#flowMapping(tag, anchor, line)
      case T.blockSequenceStart:
        if (block) return this.#blockSequence(tag, anchor, line)
        break
      case T.blockMappingStart:
        if (block) return this.#blockMapping(tag, anchor, line)
        break
      default:
    }
    if (anchor !== undefined || tag !== '') return this.#named(anchor, this.builder.scalar('', tag, STYLE.plain, line))
    throw new YamlFault('did not find expected node content', false, start.line, token.line)
  }

  #named(anchor: string | undefined, node: N): N {
    if (anchor !== undefined) this.#anchors.set(anchor, node)
    return node
  }

  #ended(list: N): N {
    this.builder.end(list)
    return list
  }

  #alias(token: Token): N {
    const target = this.#anchors.get(token.value)
    if (target === undefined) throw new YamlFault(`unknown anchor '${token.value}' referenced`, false, 0, 0, token.line)
    return this.builder.alias(token.value, target, token.line + 1)
  }

  #tag(token: Token, start: Token): string {
    if (token.value === '') return shortTag(token.suffix)
    const prefix = this.#tagPrefixes.get(token.value)
    if (prefix === undefined) throw new YamlFault('found undefined tag handle', false, start.line, token.line)
    return shortTag(prefix + token.suffix)
  }

  #blockSequence(tag: string, anchor: string | undefined, line: number): N {
    const scanner = this.#scanner
    const list = this.#named(anchor, this.builder.sequence(tag, false, line))
    const start = scanner.next()
    for (;;) {
      const token = scanner.peek()
      if (token.type === T.blockEnd) {
        scanner.next()
        return this.#ended(list)
      }
      if (token.type !== T.blockEntry) throw new YamlFault("did not find expected '-' indicator", false, start.line, token.line)
      scanner.next()
      const {type} = scanner.peek()
      const empty = type === T.blockEntry || type === T.blockEnd
      this.builder.add(list, empty ? this.#empty(token.endLine) : this.#node(true, false))
    }
  }

  #indentless(tag: string, anchor: string | undefined, line: number): N {
    const scanner = this.#scanner
    const list = this.#named(anchor, this.builder.sequence(tag, false, line))
    while (scanner.peek().type === T.blockEntry) {
      const token = scanner.next()
      const {type} = scanner.peek()
      const empty = type === T.blockEntry || type === T.key || type === T.value || type === T.blockEnd
      this.builder.add(list, empty ? this.#empty(token.endLine) : this.#node(true, false))
    }
    return this.#ended(list)
  }

  #blockMapping(tag: string, anchor: string | undefined, line: number): N {
    const scanner = this.#scanner
    const map = this.#named(anchor, this.builder.mapping(tag, false, line))
    const start = scanner.next()
    for (;;) {
      const token = scanner.peek()
      if (token.type === T.blockEnd) {
        scanner.next()
        this.builder.end(map)
        return map
      }
      if (token.type !== T.key) throw new YamlFault('did not find expected key', false, start.line, token.line)
      scanner.next()
      const key = this.#isValueEnd(scanner.peek().type) ? this.#empty(token.endLine) : this.#node(true, true)
      this.builder.pair(map, key, this.#blockValue())
    }
  }

  #isValueEnd(type: number): boolean {
    return type === T.key || type === T.value || type === T.blockEnd
  }

  #blockValue(): N {
    const scanner = this.#scanner
    const token = scanner.peek()
    if (token.type !== T.value) return this.#empty(token.line)
    scanner.next()
    return this.#isValueEnd(scanner.peek().type) ? this.#empty(token.endLine) : this.#node(true, true)
  }

  #flowSequence(tag: string, anchor: string | undefined, line: number): N {
    const scanner = this.#scanner
    const list = this.#named(anchor, this.builder.sequence(tag, true, line))
    const start = scanner.next()
    for (let first = true; scanner.peek().type !== T.flowSequenceEnd; first = false) {
      if (!first) {
        const token = scanner.peek()
        if (token.type !== T.flowEntry) throw new YamlFault("did not find expected ',' or ']'", false, start.line, token.line)
        scanner.next()
        if (scanner.peek().type === T.flowSequenceEnd) break
      }
      this.builder.add(list, scanner.peek().type === T.key ? this.#flowPair() : this.#node(false, false))
    }
    scanner.next()
    return this.#ended(list)
  }

  /** `[a: b]` is a list with a map of one. */
  #flowPair(): N {
    const scanner = this.#scanner
    const start = scanner.next()
    const map = this.builder.mapping('', true, start.line + 1)
    const ends = (type: number) => type === T.flowEntry || type === T.flowSequenceEnd
    const next = scanner.peek()
    const isEmpty = next.type === T.value || ends(next.type)
    // go-yaml passes over what follows a key that is empty
    if (isEmpty) scanner.next()
    const key = isEmpty ? this.#empty(next.line) : this.#node(false, false)
    this.builder.pair(map, key, this.#flowValue(ends))
    return map
  }

  #flowValue(ends: (type: number) => boolean): N {
    const scanner = this.#scanner
    const token = scanner.peek()
    if (token.type !== T.value) return this.#empty(token.line)
    scanner.next()
    return ends(scanner.peek().type) ? this.#empty(scanner.peek().line) : this.#node(false, false)
  }

  #flowMapping(tag: string, anchor: string | undefined, line: number): N {
    const scanner = this.#scanner
    const map = this.#named(anchor, this.builder.mapping(tag, true, line))
    const start = scanner.next()
    const ends = (type: number) => type === T.flowEntry || type === T.flowMappingEnd
    for (let first = true; scanner.peek().type !== T.flowMappingEnd; first = false) {
      if (!first) {
        const token = scanner.peek()
        if (token.type !== T.flowEntry) throw new YamlFault("did not find expected ',' or '}'", false, start.line, token.line)
        scanner.next()
        if (scanner.peek().type === T.flowMappingEnd) break
      }
      if (scanner.peek().type !== T.key) {
        const key = this.#node(false, false)
        this.builder.pair(map, key, this.#empty(scanner.peek().line))
        continue
      }
      scanner.next()
      const next = scanner.peek()
      const key = next.type === T.value || ends(next.type) ? this.#empty(next.line) : this.#node(false, false)
      this.builder.pair(map, key, this.#flowValue(ends))
    }
    scanner.next()
    this.builder.end(map)
    return map
  }
}
