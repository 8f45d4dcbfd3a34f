import {FluxError, LimitExceeded, messageOf} from '../../../errors/flux-error.js'

/** An error on its way from one thread to another: structured cloning drops classes and fields. */
export interface Fault {
  readonly kind: 'flux' | 'limit' | 'bug'
  readonly message: string
  readonly code: string
  readonly hints: readonly string[]
  readonly exitCode: number
  readonly stack: string | undefined
  readonly cause: Fault | undefined
}

const MAX_CAUSES = 8

export function faultOf(error: unknown, depth = 0): Fault {
  const known = error instanceof FluxError ? error : undefined
  const cause = error instanceof Error ? error.cause : undefined
  return {
    kind: error instanceof LimitExceeded ? 'limit' : known ? 'flux' : 'bug',
    message: messageOf(error),
    ...{code: known?.code ?? '', hints: known?.hints ?? [], exitCode: known?.exitCode ?? 1},
    stack: error instanceof Error ? error.stack : undefined,
    cause: cause === undefined || depth >= MAX_CAUSES ? undefined : faultOf(cause, depth + 1),
  }
}

/** The error that a fault was made of, with the stack of the thread that threw it. */
export function errorOf(fault: Fault): Error {
  const {kind, message, code, hints, exitCode, stack} = fault
  const options = fault.cause && {cause: errorOf(fault.cause)}
  const error =
    kind === 'limit'
      ? new LimitExceeded(message, {hints, exitCode, ...options})
      : kind === 'flux'
        ? new FluxError(code, message, {hints, exitCode, ...options})
        : new Error(message, options)
  if (stack !== undefined) error.stack = stack
  return error
}
