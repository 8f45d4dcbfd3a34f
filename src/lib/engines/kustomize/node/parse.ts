import {LimitExceeded} from '../../../errors/flux-error.js'
import {composeDocuments} from '../../../formats/yaml/go/composer.js'
import {YamlFault} from '../../../formats/yaml/go/fault.js'
import type {Comment} from '../../../formats/yaml/go/token.js'
import {KustomizeError, wrapped} from '../error.js'
import {markCommentedKeys} from '../text/commented-keys.js'
import {hasJsonComments, noteComments} from '../text/json-comments.js'
import {openEndOf} from '../text/open-end.js'
import {NodeMaker} from './build-nodes.js'
import {isNull, NO_CONTENT, Node, PLAIN, SCALAR, TAG} from './node.js'

export interface NodeDocument {
  readonly node: Node
  /** 1-based line in the whole text */
  readonly line: number
  /** lines of the text before it */
  readonly before: number
  /** place in the text, empty documents counted */
  readonly index: number
  /** a scalar that gets longer when the document is printed and read once more */
  readonly openEnd: Node | undefined
  /** some of its keys are marked */
  readonly commentedKeys: boolean
}

export interface ParsedText {
  readonly documents: readonly NodeDocument[]
  /** parts that the text was split into */
  readonly parts: number
  /** values and keys of all documents */
  readonly nodes: number
}

const SEPARATOR = /\n---.*\n/g

/**
 * The documents of a text as kustomize's reader sees them; empty ones are left out. The text is split at lines that
 * begin with `---`, and of each part only the first document counts.
 * @param makerAfter makes the maker of a part's nodes, that has so many before it
 * @throws KustomizeError `MalformedYAMLError: yaml: line N: ...`
 */
export function parseNodes(text: string, makerAfter = (nodes: number): NodeMaker => new NodeMaker(nodes)): ParsedText {
  const parts = split(text.includes('\r') ? text.replaceAll('\r\n', '\n') : text)
  const documents: NodeDocument[] = []
  let nodes = 0
  parts.forEach(({content, line}, index) => {
    const maker = makerAfter(nodes)
    const found = first(content, line, maker)
    nodes = maker.count
    if (found === undefined || isNull(found.root)) return
    const openEnd = openEndOf(content, found.root)
    const commentedKeys = markCommentedKeys(content, found.root)
    if (line > 0) shift(found.root, line)
    documents.push({node: found.root, line: found.line + line, before: line, index, openEnd, commentedKeys})
  })
  return {documents, parts: parts.length, nodes}
}

function split(text: string): {content: string; line: number}[] {
  if (text === '') return []
  const parts: {content: string; line: number}[] = []
  let from = 0
  let line = 0
  for (const match of text.matchAll(SEPARATOR)) {
    const rest = match[0].slice(4).trim()
    if (rest !== '' && !rest.startsWith('#')) throw new KustomizeError(`invalid document separator: ${match[0].trim()}`)
    const content = `${text.slice(from, match.index)}\n`
    parts.push({content, line})
    line += countLines(content) + 1
    from = match.index + match[0].length
  }
  parts.push({content: text.slice(from), line})
  return parts
}

function countLines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

function shift(node: Node, lines: number): void {
  node.line += lines
  for (const child of node.content) shift(child, lines)
}

function first(text: string, linesBefore: number, maker: NodeMaker): {root: Node; line: number} | undefined {
  try {
    const comments: Comment[] | undefined = hasJsonComments(text) ? [] : undefined
    const found = compose(text, maker, comments)
    if (found !== undefined && comments !== undefined) noteComments(text, found.root, comments)
    return found
  } catch (error) {
    if (error instanceof LimitExceeded)
      throw new LimitExceeded(error.message, {cause: new KustomizeError('', {linesBefore, cause: error})})
    if (!(error instanceof KustomizeError)) throw error
    const named = error.message.startsWith('yaml: ') ? wrapped(error, 'MalformedYAMLError') : error
    throw linesBefore === 0 ? named : new KustomizeError(named.message, {linesBefore, cause: named})
  }
}

function compose(text: string, maker: NodeMaker, comments?: Comment[]): {root: Node; line: number} | undefined {
  try {
    for (const document of composeDocuments(text, maker, comments)) return document
    return undefined
  } catch (error) {
    if (error instanceof YamlFault) throw new KustomizeError(`yaml: ${error.text(3)}`, {cause: error})
    throw error
  }
}

/** A text inside a scalar, read as one YAML document. @throws KustomizeError when it is none */
export function parseScalarDocument(text: string, comments?: Comment[]): Node {
  return compose(text, new NodeMaker(), comments)?.root ?? new Node(SCALAR, TAG.null, '', PLAIN, NO_CONTENT)
}
