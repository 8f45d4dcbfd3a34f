import type {Comment} from '../../../formats/yaml/go/token.js'
import {FLOW, MAP, type Node, SCALAR} from '../node/node.js'

/** A comment in braces above something, or behind a colon or the end of a list or map: markers behind a scalar mean nothing here. */
const WANTED = /(?:^|\n)[ \t]*#+[ \t]*\{|[:\]}-][ \t]+#+[ \t]*\{/

/** True when comments of a text may matter to a merge, which takes those in JSON for types. */
export function hasJsonComments(text: string): boolean {
  return text.includes('{') && WANTED.test(text)
}

/** A key with its value, or an item of a list; nothing inside of `[]` or `{}`. */
interface Entry {
  readonly key: Node | undefined
  readonly value: Node
  readonly line: number
}

/** Notes at the nodes of a document which comments yaml.v3 gives to them. */
export function noteComments(text: string, root: Node, comments: readonly Comment[]): void {
  const entries = entriesOf(root)
  const lines = text.split('\n')
  for (const comment of comments) if (!comment.alone) noteBeside(entries, comment)
  const alone = comments.filter((comment) => comment.alone)
  for (let from = 0; from < alone.length; ) {
    let to = from + 1
    while (to < alone.length && areJoined(lines, alone[to - 1]!.line, alone[to]!.line)) to++
    noteAbove(entries, lines, alone.slice(from, to))
    from = to
  }
}

function entriesOf(node: Node, into: Entry[] = []): Entry[] {
  if (node.kind === SCALAR || node.style === FLOW) return into
  const step = node.kind === MAP ? 2 : 1
  for (let i = 0; i < node.content.length; i += step) {
    const key = step === 2 ? node.content[i]! : undefined
    const value = node.content[i + step - 1]!
    into.push({key, value, line: (key ?? value).line})
    entriesOf(value, into)
  }
  return into
}

/** Behind a key whose value begins below it, or behind the end of a list or map in brackets. */
function noteBeside(entries: readonly Entry[], {text, line}: Comment): void {
  const entry = entries[firstAfter(entries, line) - 1]
  if (entry === undefined) return
  const {key, value} = entry
  if (value.kind !== SCALAR && value.style === FLOW) value.notes = {line: text, head: value.notes?.head ?? ''}
  else if (key !== undefined && entry.line === line && value.line > line)
    value.keyNotes = {line: text, head: value.keyNotes?.head ?? ''}
}

/** The place of the first entry below a line. */
function firstAfter(entries: readonly Entry[], line: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.line <= line) low = middle + 1
    else high = middle
  }
  return low
}

const isBlank = (line: string | undefined) => line !== undefined && line.trim() === ''
const isComment = (line: string | undefined) => line?.trimStart().startsWith('#') === true

/** Nothing but blank lines between them. */
function areJoined(lines: readonly string[], from: number, to: number): boolean {
  for (let line = from + 1; line < to; line++) if (!isBlank(lines[line - 1])) return false
  return true
}

/** Comments on lines of their own with no content between them: the first ones may belong to what is above. */
function noteAbove(entries: readonly Entry[], lines: readonly string[], comments: readonly Comment[]): void {
  const last = comments[comments.length - 1]!
  const entry = entries[firstAfter(entries, last.line)]
  let next = last.line
  while (isBlank(lines[next])) next++
  // inside of a list or map in brackets
  if (entry === undefined || entry.line !== next + 1) return
  const above = contentAbove(lines, comments[0]!.line)
  const own = above === undefined ? comments : comments.slice(footLength(lines, above, comments))
  const head = above === undefined ? own : headOf(own, lines, blockIndent(lines[above]!), indentOf(lines[next]!))
  const text = head.map((comment) => comment.text).join('\n')
  if (text === '') return
  if (entry.key === undefined) entry.value.notes = {line: entry.value.notes?.line ?? '', head: text}
  // the first key of a document has the comments of the document
  else if (above !== undefined) entry.value.keyNotes = {line: entry.value.keyNotes?.line ?? '', head: text}
}

/** Further out than the block above, those that stand elsewhere than what follows them belong to that block. */
function headOf(comments: readonly Comment[], lines: readonly string[], block: number, next: number): readonly Comment[] {
  let from = 0
  const indents = [...comments.map(({line}) => indentOf(lines[line - 1]!)), next]
  for (let i = 1; i < indents.length; i++) if (indents[i]! < block && indents[i] !== indents[from]) from = i
  return comments.slice(from)
}

/** Index of the nearest line above that holds something. */
function contentAbove(lines: readonly string[], line: number): number | undefined {
  for (let i = line - 2; i >= 0; i--) if (!isBlank(lines[i]) && !isComment(lines[i]) && !lines[i]!.startsWith('---')) return i
  return undefined
}

/** How many comments stay with what is above: those right below it, when an empty line parts them from the rest. */
function footLength(lines: readonly string[], above: number, comments: readonly Comment[]): number {
  if (comments[0]!.line !== above + 2) return 0
  let count = 1
  while (count < comments.length && comments[count]!.line === comments[count - 1]!.line + 1) count++
  if (!isBlank(lines[comments[count - 1]!.line])) return 0
  const indent = indentOf(lines[comments[0]!.line - 1]!)
  return !/:[ \t]*(?:#.*)?$/.test(lines[above]!) || indent < blockIndent(lines[above]!) ? count : 0
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

/** How far the innermost block is indented that a line belongs to. */
function blockIndent(line: string): number {
  const [, spaces = '', dashes = ''] = /^( *)((?:- +)*)/.exec(line) ?? []
  const rest = line.slice(spaces.length + dashes.length)
  if (dashes === '' || /^(?:"[^"]*"|'[^']*'|[^\s[\]{}"'#][^#]*?):(?:\s|$)/.test(rest)) return spaces.length + dashes.length
  return line.lastIndexOf('-', spaces.length + dashes.length - 1)
}
