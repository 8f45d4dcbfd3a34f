import {RE2JS} from 're2js'

/** Compiled patterns by source: pure memo, bounded. */
const compiled = new Map<string, RE2JS>()
const MEMO = 500

/** A compiled RE2 pattern; throws with Go's text (`error parsing regexp: ...`) when it is none. */
export function compileRegex(pattern: string): RE2JS {
  let regex = compiled.get(pattern)
  if (!regex) {
    regex = RE2JS.compile(pattern)
    if (compiled.size >= MEMO) compiled.clear()
    compiled.set(pattern, regex)
  }
  return regex
}

/** Whether the pattern is found anywhere in the text; a broken pattern is found nowhere. */
export function find(pattern: string, text: string): boolean {
  try {
    return compileRegex(pattern).matcher(text).find()
  } catch {
    return false
  }
}

/** Go's complaint about a pattern, or undefined. */
export function regexFault(pattern: string): string | undefined {
  try {
    compileRegex(pattern)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
