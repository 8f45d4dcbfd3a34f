import {messageOf} from '../../../errors/flux-error.js'
import {parseDuration} from '../../../formats/duration/duration.js'
import {GoError} from '../error.js'

const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  '\u00b5s': 1e3,
  '\u03bcs': 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
}

/** Nanoseconds of a Go duration, to the last one. @throws GoError in the words of package time */
export function durationOf(text: string): bigint {
  try {
    parseDuration(text)
  } catch (error) {
    throw new GoError(messageOf(error))
  }
  let total = 0n
  for (const [, whole = '', fraction = '', unit] of text.matchAll(/(\d*)(?:\.(\d*))?([^\d.+-]+)/g)) {
    const size = UNITS[unit!]!
    const digits = fraction.slice(0, 18)
    total += BigInt(whole || '0') * BigInt(size) + BigInt(Math.trunc(Number(digits || '0') * (size / 10 ** digits.length)))
  }
  return text.startsWith('-') ? -total : total
}
