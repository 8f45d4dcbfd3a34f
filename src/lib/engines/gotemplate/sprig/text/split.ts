import type {Functions} from '../../functions.js'
import {strval} from '../../go/strval.js'
import {STRING_MAP} from '../../go/types.js'
import {Boxed, compareText, type GoValue, itemAt, itemsOf, strings} from '../../go/value.js'

/** strings.SplitN: at most `count` parts, all when negative, none for 0; between characters without a separator. */
export function splitText(text: string, separator: string, count: number): string[] {
  if (count === 0) return []
  const parts = separator === '' ? Array.from(text) : text.split(separator)
  if (count < 0 || parts.length <= count) return parts
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)]
}

/** The parts under `_0`, `_1`, ... */
function numbered(parts: readonly string[]): Boxed {
  return new Boxed(STRING_MAP, Object.fromEntries(parts.map((part, index) => [`_${index}`, part])))
}

/** Any value as texts: the elements of a list without nil, the value itself otherwise. */
export function textsOf(value: GoValue): string[] {
  const items = itemsOf(value)
  if (!items) return value === null || value === undefined ? [] : [strval(value)]
  const texts: string[] = []
  for (let index = 0; index < items.length; index++) {
    const item = itemAt(value, items, index)
    if (item !== null && item !== undefined) texts.push(strval(item))
  }
  return texts
}

function sortAlpha(value: GoValue): Boxed {
  return strings(itemsOf(value) ? textsOf(value).sort(compareText) : [strval(value)])
}

export const SPLIT_FUNCTIONS: Functions = {
  split: ['string string', (separator: string, text: string) => numbered(splitText(text, separator, -1))],
  splitn: ['string int string', (separator: string, count: number, text: string) => numbered(splitText(text, separator, count))],
  splitList: ['string string', (separator: string, text: string) => strings(splitText(text, separator, -1))],
  toStrings: ['any', (value: GoValue) => strings(textsOf(value))],
  join: ['string any', (separator: string, value: GoValue) => textsOf(value).join(separator)],
  sortAlpha: ['any', sortAlpha],
}
