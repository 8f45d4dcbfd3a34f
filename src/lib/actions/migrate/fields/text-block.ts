import {isMap, isScalar, isSeq} from 'yaml'
import {rangeOf} from '../yaml-objects.js'
import {isBlock, type Source} from './advice.js'

/** What a text of several lines can hold as it is. */
const WRITABLE = /^[\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u

/** The lines of a value from its start to an offset, moved to column 0. */
export function linesOf(node: unknown, end: number, source: Source): string[] {
  const [start] = rangeOf(node)
  return dedent(source.text.slice(start, end), source.lines.columnOf(start), endsExactly(node))
}

/** The text that a value is as a patch: what a string says, the source of anything else. */
export function patchText(node: unknown, end: number, source: Source): string {
  return isScalar(node) && typeof node.value === 'string' ? node.value : `${linesOf(node, end, source).join('\n')}\n`
}

/** A pair with a text as its value, as lines from column 0. */
export function textPair(key: string, text: string): string[] {
  if (text.trim() === '' || !WRITABLE.test(text)) return [`${key}: ${JSON.stringify(text)}`]
  const ends = /\n*$/.exec(text)![0].length
  const depth = /^\n* /.test(text) ? '2' : ''
  const chomp = ends === 1 ? '' : ends === 0 ? '-' : '+'
  return [`${key}: |${depth}${chomp}`, ...indent(text.replace(/\n$/, '').split('\n'), 2)]
}

/** True when a value ends with a text of several lines to which empty lines behind it belong. */
export function endsExactly(node: unknown): boolean {
  if (isMap(node)) return !node.flow && endsExactly(node.items.at(-1)?.value)
  if (isSeq(node)) return !node.flow && endsExactly(node.items.at(-1))
  return isBlock(node) && /[ \t\n]\n$|^\n?$|[ \t]$/.test(String(node.value))
}

/** The source of a value whose first line begins in `column`, as lines that begin in column 0; empty ones at its end go unless they are `exact`. */
export function dedent(text: string, column: number, exact = false): string[] {
  const [first, ...rest] = text.replace(exact ? /\r?\n$/ : /\s+$/, '').split(/\r?\n/)
  const margin = new RegExp(`^ {0,${column}}`)
  return [first!, ...rest.map((line) => line.replace(margin, ''))]
}

/** Lines moved to a column; empty ones stay empty. */
export function indent(lines: readonly string[], column: number): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(column) + line))
}
