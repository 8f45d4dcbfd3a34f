import {type Document, isCollection, isPair, parseAllDocuments, type Scalar, visit} from 'yaml'
import {isBlock} from './fields/advice.js'
import {rangeOf} from './yaml-objects.js'

/** A text whose last line has an end, and the way back. */
export interface Ended {
  readonly text: string
  /** the rewritten text, which ends as the first one did: without a line end unless a text of several lines needs it now */
  back(now: string): string
}

/**
 * Gives the last line of a text its end, so that lines can be moved behind it. A text of several lines (`|`) that stands last
 * has no line feed at its end then, which is said in its header (`|-`) as soon as it stands elsewhere.
 */
export function withLastLine(text: string, lineEnd: string): Ended {
  if (text.endsWith('\n')) return {text, back: (now) => now}
  const last = lastBlock(text)
  const blanks = /(?<=\n)[ \t]+$/.exec(text)?.[0]
  // an empty line but for its end
  if (blanks && !/[ \t]\n?$/.test(String(last?.value))) return {text: text.slice(0, -blanks.length), back: (now) => now + blanks}
  const start = last ? rangeOf(last)[0] : text.length
  const tail = text.slice(start)
  const exact = tail.replace(/^([|>])([\d+-]*)/, (_, style, rest) => `${style}${rest.replace(/[+-]/, '')}-`)
  const ended = `${text.slice(0, start)}${exact}${lineEnd}`
  const back = (now: string) => {
    if (last && now.endsWith(exact + lineEnd)) return now.slice(0, -(exact + lineEnd).length) + tail
    // what stands last now may have had empty lines behind it
    const cut = hasKept(now) ? now : now.replace(/(?:\r?\n)+$/, lineEnd)
    return needsEnd(cut, new Set(blocks(ended).map(({value}) => value))) ? cut : cut.replace(/\r?\n$/, '')
  }
  return {text: ended, back}
}

/** True when the value that stands last has a line feed at its end that was there before: a patch that has become text may lose it. */
function needsEnd(text: string, before: ReadonlySet<unknown>): boolean {
  const last = lastBlock(text)
  if (!last || /^[|>]\d?-/.test(text.slice(rangeOf(last)[0]))) return false
  const value = String(last.value)
  return before.has(last.value) || needsEnd(value, before)
}

/** True when all empty lines at the end of a text belong to its last value. */
function hasKept(text: string): boolean {
  const last = lastBlock(text)
  return last !== undefined && /^[|>]\d?\+/.test(text.slice(rangeOf(last)[0]))
}

function documentsOf(text: string): Document.Parsed[] {
  const documents = parseAllDocuments(text, {uniqueKeys: false, logLevel: 'silent', strict: false})
  return Array.isArray(documents) ? (documents as Document.Parsed[]) : []
}

/** The text of several lines with which a text ends. */
function lastBlock(text: string): Scalar | undefined {
  let node: unknown = documentsOf(text).at(-1)?.contents
  while (isCollection(node)) {
    const last: unknown = node.items.at(-1)
    node = isPair(last) ? last.value : last
  }
  return isBlock(node) && rangeOf(node)[1] >= text.length ? node : undefined
}

function blocks(text: string): Scalar[] {
  const found: Scalar[] = []
  for (const document of documentsOf(text)) visit(document, {Scalar: (_, node) => void (isBlock(node) && found.push(node))})
  return found
}
