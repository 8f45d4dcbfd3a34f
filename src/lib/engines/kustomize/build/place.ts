import type {Place} from '../error.js'
import {asWritten, lineOf} from '../node/line-of.js'
import type {Resource} from '../resource/resource.js'

/** `FILE:LINE (patches[0].path)` for a place in a document. */
export function placeIn(file: string, text: string, place: Place, line = lineOf(text, place)): string {
  const written = place.length === 0 || text === '' ? place : asWritten(text, place)
  const field = written.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')
  return `${file}${lineText(line)}${field === '' ? '' : ` (${field.replace(/^\./, '')})`}`
}

/** Where an object was read; `field` is one of the object, which need not stand there. */
export function placeOf({source}: Resource, field: Place = []): string | undefined {
  return source === undefined || source.file === '' ? undefined : placeIn(source.file, '', field, source.line)
}

export function lineText(line: number | undefined): string {
  return line === undefined ? '' : `:${line}`
}
