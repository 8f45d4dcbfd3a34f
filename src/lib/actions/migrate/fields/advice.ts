import {isCollection, isNode, isPair, isScalar, isSeq, type Pair, type Scalar} from 'yaml'
import type {Edit, Lines} from '../edits.js'
import {rangeOf, type YamlObject} from '../yaml-objects.js'

/** What a rule says about one object. */
export interface Advice {
  readonly line: number
  /** done by `edits`, or left to the user */
  readonly kind: 'rewrite' | 'manual'
  readonly message: string
  readonly edits: readonly Edit[]
}

/** One file under repair. */
export interface Source {
  readonly text: string
  readonly lines: Lines
  /** how its lines end */
  readonly lineEnd: '\n' | '\r\n'
}

/** Looks at one object for fields that have no one-to-one successor. */
export type Rule = (object: YamlObject, source: Source) => Advice[]

/** A field that the user has to take care of. */
export function manual(source: Source, start: number, message: string): Advice {
  return {line: source.lines.lineAt(start), kind: 'manual', message, edits: []}
}

/** A field that is rewritten. */
export function rewrite(source: Source, start: number, message: string, edits: readonly Edit[]): Advice {
  return {line: source.lines.lineAt(start), kind: 'rewrite', message, edits}
}

/** Where the key of a pair stands. */
export function keyStart(pair: Pair): number {
  return (pair.key as {range: [number, number, number]}).range[0]
}

/** Where the value of a pair ends, line ends and comments behind it not counted; of a pair without a value, its colon. */
export function valueEnd({key, value}: Pair, source: Source): number {
  if (isNode(value) && value.range && value.range[0] !== value.range[1]) return contentEnd(value, source)
  const name = rangeOf(key)[1]
  return name + (/^[ \t]*:/.exec(source.text.slice(name, name + 80))?.[0].length ?? 0)
}

/** Where a value ends. The range of a map or list may hold comments behind it. */
export function contentEnd(node: unknown, source: Source): number {
  const last = isCollection(node) && !node.flow ? node.items.at(-1) : undefined
  if (isPair(last)) return valueEnd(last, source)
  if (isNode(last) && last.range && last.range[0] !== last.range[1]) return contentEnd(last, source)
  return rangeOf(node)[1]
}

/** True when nothing but blanks is in front of the key in its line, so that its lines are its own. */
export function ownsLines(pair: Pair, {text, lines}: Source): boolean {
  const start = keyStart(pair)
  return text.slice(lines.startOf(start), start).trim() === ''
}

/** The comment behind an offset in its line; `''` when something else, or nothing, stands there. */
export function commentBehind(offset: number, {text}: Source): string {
  // a text of several lines ends behind its line
  if (text[offset - 1] === '\n') return ''
  const end = text.indexOf('\n', offset)
  return /^[ \t]+#[^\r\n]*/.exec(text.slice(offset, end < 0 ? undefined : end))?.[0] ?? ''
}

/** The comments between the key of a pair and its value, in the first line of a text of several lines, and in an empty list. */
export function commentsWithin(pair: Pair, {text}: Source): string[] {
  const {value} = pair
  const [start, end] = isNode(value) && value.range ? value.range : [0, 0]
  if (start === end) return []
  const header = /^[|>][^\s#]*[ \t]+(#[^\r\n]*)/.exec(text.slice(start, end))?.[1]
  const inside = isSeq(value) && value.items.length === 0 ? commentsIn(text.slice(start, end)) : []
  return [...commentsIn(text.slice(rangeOf(pair.key)[1], start)), ...(header && isBlock(value) ? [header] : []), ...inside]
}

/** The comments of a text that holds no values, a line each. */
export function commentsIn(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => /(?:^|\s)(#.*)$/.exec(line)?.[1] ?? [])
}

/** True for a text of several lines. */
export function isBlock(node: unknown): node is Scalar {
  return isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
}

/** The source of a scalar in one line, fit for a flow collection when told so; undefined for any other value. */
export function scalarText(value: unknown, {text}: Source, flow = false): string | undefined {
  if (!isScalar(value) || !value.range || value.anchor || value.tag) return undefined
  const written = text.slice(value.range[0], value.range[1])
  if (written === '' || written.includes('\n')) return undefined
  return flow && value.type === 'PLAIN' && /[,[\]{}]/.test(written) ? JSON.stringify(written) : written
}
