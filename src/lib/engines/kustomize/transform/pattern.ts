import {RE2JS} from 're2js'
import {KustomizeError} from '../error.js'

/** A compiled RE2 expression; @throws KustomizeError with Go's words for a bad one */
export function compilePattern(expression: string): (text: string) => boolean {
  try {
    const pattern = RE2JS.compile(expression)
    return (text) => pattern.matcher(text).find()
  } catch (error) {
    throw new KustomizeError(error instanceof Error ? error.message : String(error))
  }
}
