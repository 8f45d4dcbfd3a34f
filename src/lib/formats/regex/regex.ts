import {RE2JS} from 're2js'

const MOST = 500

/** Compiled RE2 patterns, kept by whoever meets the same ones again and again. Bounded. */
export class Patterns {
  readonly #compiled = new Map<string, RE2JS>()

  /**
   * A compiled pattern; throws with Go's text (`error parsing regexp: ...`) when it is none.
   * @internal published types name no library that is bundled
   */
  compile(pattern: string): RE2JS {
    let regex = this.#compiled.get(pattern)
    if (!regex) {
      regex = RE2JS.compile(pattern)
      if (this.#compiled.size >= MOST) this.#compiled.clear()
      this.#compiled.set(pattern, regex)
    }
    return regex
  }

  /** Whether the pattern is found anywhere in the text; a broken pattern is found nowhere. */
  find(pattern: string, text: string): boolean {
    try {
      return this.compile(pattern).matcher(text).find()
    } catch {
      return false
    }
  }
}

/** Go's complaint about a pattern, or undefined. */
export function regexFault(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
