import {isScalar, type Pair, type YAMLMap} from 'yaml'
import type {Edit, Lines} from '../edits.js'
import type {YamlObject} from '../yaml-objects.js'

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

/** Where the value of a pair ends, line ends and comments behind it not counted. */
export function valueEnd(pair: Pair): number {
  const value = pair.value as {range?: [number, number, number]} | null
  return value?.range?.[1] ?? (pair.key as {range: [number, number, number]}).range[1]
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

/** Takes all lines of a pair away; a comment behind it stays on a line of its own, unless `moved` says that it goes elsewhere. */
export function removal(pair: Pair, source: Source, moved = false): Edit {
  const {lines, lineEnd} = source
  const start = keyStart(pair)
  const comment = moved ? '' : commentBehind(valueEnd(pair), source).trim()
  const text = comment && `${' '.repeat(lines.columnOf(start))}${comment}${lineEnd}`
  return {start: lines.startOf(start), end: lines.endOf(Math.max(start, valueEnd(pair) - 1)), text}
}

/** Takes a pair out of its map; undefined when that is not possible without touching what else stands in its lines. */
export function removalFrom(map: YAMLMap, pair: Pair, source: Source, moved = false): Edit | undefined {
  if (!map.flow) return ownsLines(pair, source) ? removal(pair, source, moved) : undefined
  const at = map.items.indexOf(pair)
  const [before, after] = [map.items[at - 1], map.items[at + 1]]
  const start = after || !before ? keyStart(pair) : valueEnd(before)
  const end = after ? keyStart(after) : valueEnd(pair)
  return /[\n#]/.test(source.text.slice(start, end)) ? undefined : {start, end, text: ''}
}

/** The source of a scalar in one line, fit for a flow collection when told so; undefined for any other value. */
export function scalarText(value: unknown, {text}: Source, flow = false): string | undefined {
  if (!isScalar(value) || !value.range || value.anchor || value.tag) return undefined
  const written = text.slice(value.range[0], value.range[1])
  if (written === '' || written.includes('\n')) return undefined
  return flow && value.type === 'PLAIN' && /[,[\]{}]/.test(written) ? JSON.stringify(written) : written
}

/** The source of a value whose first line begins in `column`, as lines that begin in column 0. */
export function dedent(text: string, column: number): string[] {
  const [first, ...rest] = text.replace(/\s+$/, '').split(/\r?\n/)
  const margin = new RegExp(`^ {0,${column}}`)
  return [first!, ...rest.map((line) => line.replace(margin, ''))]
}

/** Lines moved to a column; empty ones stay empty. */
export function indent(lines: readonly string[], column: number): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(column) + line))
}
