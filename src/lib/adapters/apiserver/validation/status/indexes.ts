import {goQuote} from '../../../../errors/go-quote.js'

type Interval = readonly [from: number, to: number]

/** Indexes of an Indexed Job (`0,2-4`), in order, or what is wrong with their text. Source: apis/batch/validation. */
export function parseIndexes(text: string, completions: number): {readonly list: readonly Interval[]} | {readonly fault: string} {
  const list: Interval[] = []
  if (text === '') return {list}
  for (const part of text.split(',')) {
    const interval = parseInterval(part, completions)
    if (typeof interval === 'string') return {fault: interval}
    const last = list.at(-1)
    if (last && last[1] >= interval[0]) return {fault: disorder(last[1], interval[0])}
    list.push(interval)
  }
  return {list}
}

const disorder = (before: number, now: number) => `non-increasing order, previous: ${before}, current: ${now}`

function parseInterval(text: string, completions: number): Interval | string {
  const ends = text.split('-')
  if (ends.length > 2) {
    return `the fragment ${goQuote(text)} violates the requirement that an index interval can have at most two parts separated by '-'`
  }
  const numbers: number[] = []
  for (const end of ends) {
    if (!/^\+?[0-9]+$/.test(end)) return `cannot convert string to integer for index: ${goQuote(end)}`
    if (Number(end) >= completions) return `too large index: ${goQuote(end)}`
    numbers.push(Number(end))
  }
  const [from = 0, to] = numbers
  if (to === undefined) return [from, from]
  return from >= to ? disorder(from, to) : [from, to]
}

/** How many indexes there are. */
export function countIndexes(list: readonly Interval[]): number {
  return list.reduce((sum, [from, to]) => sum + to - from + 1, 0)
}

/** The first index in both of two lists that are in order. */
export function firstShared(left: readonly Interval[], right: readonly Interval[]): number | undefined {
  for (let [a, b] = [0, 0]; a < left.length && b < right.length; ) {
    const [one, other] = [left[a]!, right[b]!]
    const from = Math.max(one[0], other[0])
    if (from <= Math.min(one[1], other[1])) return from
    if (one[1] < other[1]) a++
    else b++
  }
  return undefined
}
