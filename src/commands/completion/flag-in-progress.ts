import type {FlagDefs} from '../line/command-tree.js'

/** Whether the last word is the value of a flag, as cobra sees it. */
export interface FlagInProgress {
  /** the flag whose value is being typed */
  readonly flag?: string
  /** the part of the value that is there */
  readonly value: string
  /** the words before, without the flag */
  readonly rest: readonly string[]
}

export function flagInProgress(rest: readonly string[], current: string, flags: FlagDefs): FlagInProgress {
  const none = {value: current, rest}
  if (rest.includes('--')) return none
  if (current.startsWith('-')) {
    const equals = current.indexOf('=')
    const flag = equals < 0 ? undefined : nameOf(current.slice(0, equals), flags)
    return flag === undefined ? none : {flag, value: current.slice(equals + 1), rest}
  }
  const last = rest.at(-1)
  if (last === undefined || !last.startsWith('-') || last.includes('=')) return none
  const flag = nameOf(last, flags)
  return flag === undefined || flags[flag]!.type === 'boolean' ? none : {flag, value: current, rest: rest.slice(0, -1)}
}

/** `--name`, or the last letter of `-abc`. */
function nameOf(word: string, flags: FlagDefs): string | undefined {
  if (word.startsWith('--')) return Object.hasOwn(flags, word.slice(2)) ? word.slice(2) : undefined
  return Object.entries(flags).find(([, flag]) => flag.char === word.at(-1))?.[0]
}
