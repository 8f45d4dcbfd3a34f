import type {Place} from '../error.js'
import {asWritten, lineOf} from '../node/line-of.js'

/** Where a resource was read: for messages and for callers that show it. */
export interface Source {
  readonly file: string
  /** 1-based line of the document */
  readonly line: number
  /** place of the document in its file, from 0; `before`: lines of the file above it */
  readonly document: number
  readonly before?: number
}

/** `FILE:LINE (patches[0].path)` for a place in a document. */
export function placeIn(file: string, text: string, place: Place, line = lineOf(text, place)): string {
  const written = place.length === 0 || text === '' ? place : asWritten(text, place)
  const field = written.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')
  return `${file}${lineText(line)}${field === '' ? '' : ` (${field.replace(/^\./, '')})`}`
}

/** Where an object was read; `field` is one of the object, which need not stand there. */
export function placeOf({source}: {readonly source: Source | undefined}, field: Place = []): string | undefined {
  return source === undefined || source.file === '' ? undefined : placeIn(source.file, '', field, source.line)
}

export function lineText(line: number | undefined): string {
  return line === undefined ? '' : `:${line}`
}
