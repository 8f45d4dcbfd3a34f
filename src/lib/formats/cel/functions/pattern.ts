import {RE2JS} from 're2js'
import {CelError} from '../errors.js'

/** A test for an RE2 pattern (unanchored); throws CelError with Go's text when it does not compile. */
export function matcher(pattern: string): (text: string) => boolean {
  const compiled = compile(pattern)
  return (text) => compiled.matcher(text).find()
}

/** Compiled RE2 pattern; throws CelError. */
export function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    throw new CelError((error as Error).message)
  }
}
