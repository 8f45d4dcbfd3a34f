import {RE2JS} from 're2js'
import {withOwnNames} from './group-names.js'

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
      regex = compiled(pattern)
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

function compiled(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    const {message} = error as Error
    if (message.includes('duplicate capture group name')) return RE2JS.compile(withOwnNames(pattern))
    // Go shows what it is about even when that is nothing
    throw message.includes('`') ? error : new Error(`${message}: \`\``, {cause: error})
  }
}

/** Go's complaint about a pattern, or undefined. */
export function regexFault(pattern: string): string | undefined {
  try {
    compiled(pattern)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
