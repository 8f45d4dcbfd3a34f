import type {Patterns} from '../../formats/regex/regex.js'

/** One failure before its path is known to be relative or not; `blocking` errors keep CEL rules from running. */
export interface Failure {
  readonly reason: string
  readonly field: string
  readonly message: string
}

/** Failures of a subtree and how many checks there were, by which the closest branch of anyOf and oneOf is chosen. */
export interface Verdict {
  readonly errors: Failure[]
  matches: number
  /** compiled ones of the schemas' `pattern` */
  readonly patterns: Patterns
  /** a default is checked: by any format that is written, and with no types of int-or-string */
  readonly preset: boolean
}

/** Adds an error once, as the real validator drops repeated texts. */
export function add(verdict: Verdict, failure: Failure): void {
  if (!verdict.errors.some((other) => other.field === failure.field && other.message === failure.message)) {
    verdict.errors.push(failure)
  }
}
