import {diffArrays} from 'diff'
import {certificateText} from './certificate.js'
import {type ReportForm, textBlocks} from './text-blocks.js'

/** How a text became another one: a certificate, blanks only, lines, or as a whole. */
export function textChange(from: string, to: string, form: ReportForm): string {
  const certificates = [certificateText(from), certificateText(to)]
  if (certificates[0] !== undefined && certificates[1] !== undefined) {
    return `± certificate change\n${textBlocks(0, [withPrefix('- ', certificates[0]), withPrefix('+ ', certificates[1])], form)}`
  }
  if (trimmed(from) === trimmed(to)) {
    return `± whitespace only change\n${textBlocks(0, [withPrefix('- ', visible(from)), withPrefix('+ ', visible(to))], form)}`
  }
  if (from.includes('\n') || to.includes('\n')) return lineChange(from, to)
  return `± value change\n${withPrefix('- ', from)}${withPrefix('+ ', to)}`
}

const trimmed = (text: string) => text.replace(/^[ \n]+|[ \n]+$/g, '')

const visible = (text: string) => text.replaceAll(' ', '·').replaceAll('\n', '↵\n')

/** The lines of a text behind a sign, its other lines below the first; with a line end. */
export function withPrefix(prefix: string, text: string): string {
  return `${prefix}${text.split('\n').join(`\n${' '.repeat(prefix.length)}`)}\n`
}

/** The lines that came and went. */
function lineChange(from: string, to: string): string {
  const parts = lineDiff(linesOf(from), linesOf(to)).filter(({added, removed}) => added || removed)
  const inserts = plural(parts.filter(({added}) => added).length, 'insert', 'inserts')
  const deletions = plural(parts.filter(({removed}) => removed).length, 'deletion', 'deletions')
  const lines = parts.flatMap(({added, value}) => value.map((line) => `${added ? '+' : '-'} ${line.replace(/\n$/, '')}\n`))
  return `± value change in multiline text (${inserts}, ${deletions})\n${lines.join('')}\n`
}

/** Texts that differ in more lines are told as a whole: finding out which lines are common would take too long. */
const MOST_CHANGES = 1000

function lineDiff(from: string[], to: string[]) {
  const found = diffArrays(from, to, {maxEditLength: MOST_CHANGES})
  if (found) return found
  return [
    {removed: true, added: false, value: from},
    {removed: false, added: true, value: to},
  ]
}

/** Lines with their ends: the last one of a text without one is another line. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

/** `one list entry`, `13 list entries`. */
export function plural(count: number, one: string, many: string): string {
  return `${WORDS[count] ?? count} ${count === 1 ? one : many}`
}
