import {foldDouble, foldSingle, literalLines, type Place} from '../../../formats/yaml/fold.js'
import {safeStyle} from '../../../formats/yaml/style.js'
import {tagOf} from '../node/meaning.js'
import {
  ALIAS,
  DOUBLE,
  FLOW,
  FOLDED,
  LITERAL,
  MAP,
  type Node,
  PLAIN,
  SCALAR,
  SEQ,
  SINGLE,
  STYLES,
  TAG,
  TAGGED,
} from '../node/node.js'
import {type Comments, NO_COMMENTS} from './comments.js'

/** A node as yaml.v3 writes it: in its own order and quoting, with its comments, never folded. */
export function writeNode(node: Node, comments: Comments = NO_COMMENTS): string {
  return new NodeWriter(comments).document(node)
}

class NodeWriter {
  #out = ''

  constructor(private readonly comments: Comments) {}

  document(node: Node): string {
    for (const comment of this.comments.top) this.#out += `${comment}\n`
    if (this.comments.top.length > 0) this.#out += '\n'
    if (isBlock(node)) this.#block(node, 0, false)
    else {
      this.#out += this.#inline(node, 0)
      this.#endLine(node)
    }
    for (const comment of this.comments.end) this.#out += `${comment}\n`
    return this.#out
  }

  /** Lines of a map or list; `started`: the first one has its indent already. */
  #block(node: Node, indent: number, started: boolean): void {
    const pad = ' '.repeat(indent)
    const step = node.kind === MAP ? 2 : 1
    for (let i = 0; i < node.content.length; i += step) {
      const entry = node.content[i]!
      if (i > 0 || !started) {
        for (const comment of this.comments.above.get(entry) ?? []) this.#out += comment === '' ? '\n' : `${pad}${comment}\n`
        this.#out += pad
      }
      if (node.kind === MAP) this.#member(entry, node.content[i + 1]!, indent)
      else this.#item(entry, indent)
    }
  }

  #member(key: Node, value: Node, indent: number): void {
    // a colon would belong to its name
    this.#out += `${this.#key(key, indent)}${key.kind === ALIAS ? ' ' : ''}:`
    if (isBlock(value)) {
      this.#out += ` ${this.#properties(value)}`.trimEnd()
      this.#endLine(key)
      this.#block(value, value.kind === MAP ? indent + 2 : indent, false)
    } else {
      const written = this.#inline(value, indent)
      this.#out += written === '' ? '' : ` ${written}`
      this.#endLine(value)
    }
  }

  #item(item: Node, indent: number): void {
    this.#out += '- '
    if (isBlock(item)) this.#blockItem(item, indent + 2)
    else {
      this.#out += this.#inline(item, indent)
      this.#endLine(item)
    }
  }

  #blockItem(item: Node, indent: number): void {
    if (item.anchor !== undefined) this.#out += `&${item.anchor}\n`
    this.#block(item, indent, item.anchor === undefined)
  }

  #endLine(node: Node): void {
    const comment = this.#beside(node)
    if (comment !== undefined) this.#out += ` ${comment}`
    if (!this.#out.endsWith('\n')) this.#out += '\n'
  }

  #beside(node: Node): string | undefined {
    const last = node.content[node.content.length - 1]
    return this.comments.beside.get(node) ?? (last && !isBlock(node) ? this.#beside(last) : undefined)
  }

  #key(key: Node, indent: number): string {
    return key.kind !== SCALAR && !isBlock(key) ? this.#inline(key, indent) : this.#scalar(key, indent, true, true)
  }

  #inline(node: Node, indent: number, inFlow = false): string {
    if (node.kind === SCALAR) return this.#scalar(node, indent, false, inFlow)
    if (node.kind === ALIAS) return `*${node.value}`
    const parts: string[] = []
    if (node.kind === SEQ) for (const item of node.content) parts.push(this.#inline(item, indent, true))
    else {
      for (let i = 0; i < node.content.length; i += 2) {
        parts.push(`${this.#key(node.content[i]!, indent)}: ${this.#inline(node.content[i + 1]!, indent, true)}`)
      }
    }
    return this.#properties(node) + (node.kind === SEQ ? `[${parts.join(', ')}]` : `{${parts.join(', ')}}`)
  }

  /** Anchor and tag of a map or list. */
  #properties(node: Node): string {
    const tag = node.tag === '' || node.tag === TAG.map || node.tag === TAG.seq ? '' : `${node.tag} `
    return anchorOf(node) + tag
  }

  /** `tight`: a key, or within `{}` and `[]`: there go-yaml writes quotes for no text, and no blocks of lines. */
  #scalar(node: Node, indent: number, key: boolean, tight: boolean): string {
    const tag = anchorOf(node) + (isTagShown(node) ? `${node.tag} ` : '')
    if (node.value === '' && tight && (node.style & ~TAGGED) === PLAIN) return `${tag}''`
    const place: Place = {column: 0, indent: indent + 2, width: Number.POSITIVE_INFINITY}
    const style = styleFor(node, key)
    switch (tight && (style === LITERAL || style === FOLDED) ? DOUBLE : style) {
      case DOUBLE:
        return tag + foldDouble(node.value, place)
      case SINGLE:
        return (
          tag +
          foldSingle(
            node.value.replaceAll(/\n+/g, (breaks) => `${breaks}\n`),
            place,
          )
        )
      case LITERAL:
        return tag + literalLines(node.value, place)
      case FOLDED:
        return tag + foldedLines(node.value, place)
      default:
        return tag + node.value
    }
  }
}

function foldedLines(text: string, place: Place): string {
  const header = firstLine(literalLines(text, place)).replace('|', '>')
  const lines = literalLines(doubled(text), place)
  return header + lines.slice(firstLine(lines).length)
}

function firstLine(text: string): string {
  return text.slice(0, text.indexOf('\n'))
}

/** Line breaks of a folded text as go-yaml writes them: one more after every line that does not start with a space. */
function doubled(text: string): string {
  if (/^\n*(?: |$)/.test(text)) return text
  return text.replaceAll(/(?<=(?:^|\n)[^ \n][^\n]*)\n+/g, (breaks) => `${breaks}\n`)
}

function anchorOf({anchor}: Node): string {
  return anchor === undefined ? '' : `&${anchor} `
}

function isBlock(node: Node): boolean {
  return node.kind !== SCALAR && node.content.length > 0 && (node.style & FLOW) !== FLOW
}

/** A tag stands in the text when it did so, or when the value without it would be read as something else. */
function isTagShown(node: Node): boolean {
  if (node.style & TAGGED || node.tag === TAG.merge) return true
  return node.tag !== '' && node.tag !== TAG.string && tagOf(node.value) !== node.tag
}

function styleFor(node: Node, key: boolean): number {
  const style = node.style & ~TAGGED
  if (style === 0 && isTagShown(node)) return style
  const text = node.tag === TAG.string || node.tag === ''
  if ((style === LITERAL || style === FOLDED) && !key) return style
  if (style === DOUBLE || style === SINGLE) return style
  if (!text || node.value === '') return text && node.tag === TAG.string ? DOUBLE : style
  if (node.tag === TAG.string && tagOf(node.value) !== TAG.string) return DOUBLE
  if (node.value.includes('\n')) return key ? DOUBLE : LITERAL
  return STYLES[safeStyle(node.value, key)]
}
