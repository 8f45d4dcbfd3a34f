import {GoError} from '../../error.js'
import type {Functions} from '../../functions.js'
import {deepEqual} from '../../go/deep-equal.js'
import {nilPointer, panic} from '../../go/panic.js'
import {truth} from '../../go/truth.js'
import {LISTS} from '../../go/types.js'
import {Boxed, type GoValue, itemAt, itemsOf, kindOf, NIL_LIST} from '../../go/value.js'
import {toInt64} from '../numbers/cast.js'

/** The elements of any list as `[]interface {}`. @throws GoError when it is none: `Cannot WHAT type KIND` */
function elements(value: GoValue, what: string): GoValue[] {
  if (Array.isArray(value)) return value
  const items = itemsOf(value)
  if (items) return Array.from(items, (_, index) => itemAt(value, items, index))
  if (value === null || value === undefined) throw nilPointer()
  throw new GoError(`${what} ${kindOf(value)}`)
}

function slice(value: GoValue, ...indices: GoValue[]): GoValue {
  const items = elements(value, 'list should be type of slice or array but')
  if (items.length === 0) return null
  const start = indices.length > 0 ? Number(toInt64(indices[0])) : 0
  const end = indices.length < 2 ? items.length : Number(toInt64(indices[1]))
  if (start < 0 || end < start || end > items.length) throw new GoError('reflect.Value.Slice: slice index out of bounds')
  if (value instanceof Uint8Array) return value.slice(start, end)
  const part = (itemsOf(value) as GoValue[]).slice(start, end)
  return value instanceof Boxed ? new Boxed(value.type, part) : part
}

function chunk(size: number, value: GoValue): Boxed {
  const items = elements(value, 'Cannot chunk type')
  if (size <= 0) return oddChunks(size, items)
  const parts: GoValue[][] = []
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size))
  return new Boxed(LISTS, parts)
}

/** What comes out of the arithmetic for a size that makes no sense. */
function oddChunks(size: number, items: readonly GoValue[]): Boxed {
  const count = Math.floor((items.length - 1) / size) + 1
  if (size === 0 || items.length === 0 || count < 0 || (items.length === 1 && size === -1)) {
    throw panic('makeslice: len out of range')
  }
  return new Boxed(LISTS, count === 0 ? [] : [items])
}

function concat(...lists: GoValue[]): GoValue {
  const all: GoValue[] = []
  for (const list of lists) {
    if (list !== null && list !== undefined && !itemsOf(list)) throw new GoError(`Cannot concat type ${kindOf(list)} as list`)
    for (const item of elements(list, '')) all.push(item)
  }
  return all.length === 0 ? NIL_LIST : all
}

function has(needle: GoValue, haystack: GoValue): boolean {
  return haystack === null ? false : contains(elements(haystack, 'Cannot find has on type'), needle)
}

function contains(list: readonly GoValue[], needle: GoValue): boolean {
  return list.some((item) => deepEqual(needle, item))
}

function uniq(value: GoValue): GoValue[] {
  const seen: GoValue[] = []
  const texts = new Set<string>()
  for (const item of elements(value, 'Cannot find uniq on type')) {
    if (typeof item === 'string') {
      if (texts.has(item)) continue
      texts.add(item)
    } else if (contains(seen, item)) continue
    seen.push(item)
  }
  return seen
}

function without(value: GoValue, ...omit: GoValue[]): GoValue[] {
  return elements(value, 'Cannot find without on type').filter((item) => !contains(omit, item))
}

function first(value: GoValue): GoValue {
  return elements(value, 'Cannot find first on type')[0] ?? null
}

function last(value: GoValue): GoValue {
  return elements(value, 'Cannot find last on type').at(-1) ?? null
}

function rest(value: GoValue): GoValue {
  const items = elements(value, 'Cannot find rest on type')
  return items.length === 0 ? NIL_LIST : items.slice(1)
}

function initial(value: GoValue): GoValue {
  const items = elements(value, 'Cannot find initial on type')
  return items.length === 0 ? NIL_LIST : items.slice(0, -1)
}

const push = (list: GoValue, value: GoValue) => [...elements(list, 'Cannot push on type'), value]
const prepend = (list: GoValue, value: GoValue) => [value, ...elements(list, 'Cannot prepend on type')]
const reverse = (list: GoValue) => [...elements(list, 'Cannot find reverse on type')].reverse()
const compact = (list: GoValue) => elements(list, 'Cannot compact on type').filter(truth)

export const LIST_FUNCTIONS: Functions = {
  list: ['...any', (...values: GoValue[]) => values],
  tuple: ['...any', (...values: GoValue[]) => values],
  append: ['any any', push],
  push: ['any any', push],
  mustAppend: ['any any', push],
  mustPush: ['any any', push],
  prepend: ['any any', prepend],
  mustPrepend: ['any any', prepend],
  first: ['any', first],
  mustFirst: ['any', first],
  last: ['any', last],
  mustLast: ['any', last],
  rest: ['any', rest],
  mustRest: ['any', rest],
  initial: ['any', initial],
  mustInitial: ['any', initial],
  reverse: ['any', reverse],
  mustReverse: ['any', reverse],
  compact: ['any', compact],
  mustCompact: ['any', compact],
  uniq: ['any', uniq],
  mustUniq: ['any', uniq],
  without: ['any ...any', without],
  mustWithout: ['any ...any', without],
  has: ['any any', has],
  mustHas: ['any any', has],
  slice: ['any ...any', slice],
  mustSlice: ['any ...any', slice],
  chunk: ['int any', chunk],
  mustChunk: ['int any', chunk],
  concat: ['...any', concat],
}
