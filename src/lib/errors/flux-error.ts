import {fileFault} from './go-file.js'

export interface FluxErrorOptions {
  /** next steps, one sentence each */
  readonly hints?: readonly string[]
  /** of the process; 1 unless the reference says otherwise */
  readonly exitCode?: number
  readonly cause?: unknown
}

/**
 * What a user can act on. `code` is a stable word (`not-found`, `bad-yaml`, ...), the message names the object or
 * file:line. Everything that is no FluxError or ApiError is a bug.
 */
export class FluxError extends Error {
  override readonly name: string = 'FluxError'
  readonly code: string
  readonly hints: readonly string[]
  readonly exitCode: number

  constructor(code: string, message: string, options: FluxErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause})
    this.code = code
    this.hints = options.hints ?? []
    this.exitCode = options.exitCode ?? 1
  }
}

/** A limit of steps, bytes or depth was passed (DESIGN 4 "Engines"). */
export class LimitExceeded extends FluxError {
  override readonly name = 'LimitExceeded'

  constructor(what: string, options: FluxErrorOptions = {}) {
    super('limit-exceeded', what, options)
  }
}

/** Text of anything thrown; what the system says of files is in the words that Go has for it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? (fileFault(error) ?? error.message) : String(error)
}
