import {type Patterns, regexFault} from '../../regex/regex.js'
import {CelError} from '../errors.js'

/** Whether an RE2 pattern is found in a text; throws CelError with Go's text when it does not compile. */
export function matches(patterns: Patterns, text: string, pattern: string): boolean {
  return compiled(patterns, pattern).matcher(text).find()
}

function compiled(patterns: Patterns, pattern: string): ReturnType<Patterns['compile']> {
  try {
    return patterns.compile(pattern)
  } catch (error) {
    throw new CelError((error as Error).message)
  }
}

/** Throws CelError with Go's complaint about a pattern. */
export function checkPattern(pattern: string): void {
  const fault = regexFault(pattern)
  if (fault !== undefined) throw new CelError(fault)
}
