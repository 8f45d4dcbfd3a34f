import {ApiError, NoMatchError} from '../errors/api-error.js'
import {FluxError, messageOf} from '../errors/flux-error.js'

/**
 * What a person sees of anything thrown: `✗ message`, then one line per hint (unless `hints` is false). Errors that are neither FluxError nor
 * ApiError are bugs; their stack comes with `verbose`.
 */
export function renderError(
  error: unknown,
  options: {verbose: boolean; hints?: boolean; redact: (text: string) => string},
): {text: string; exitCode: number} {
  const exitCode = error instanceof FluxError ? error.exitCode : 1
  // what is wrong has been said already, line by line or in a log
  if (error instanceof FluxError && error.code === 'said') return {text: '', exitCode}
  const hints = error instanceof FluxError && options.hints !== false ? error.hints : []
  const known = error instanceof FluxError || error instanceof ApiError || error instanceof NoMatchError
  const timedOut = error instanceof Error && error.name === 'TimeoutError'
  // differences are what was asked for, not a failure
  const symbol = error instanceof FluxError && error.code === 'drift' ? '⚠️' : '✗'
  const lines = [`${symbol} ${timedOut ? 'context deadline exceeded' : messageOf(error)}`, ...hints.map((hint) => `► ${hint}`)]
  if (options.verbose) lines.push(...causes(error, !known))
  return {text: options.redact(`${lines.join('\n')}\n`), exitCode}
}

function causes(error: unknown, stack: boolean): string[] {
  const lines: string[] = []
  if (stack && error instanceof Error && error.stack) lines.push(error.stack)
  // a cause that the error already repeats tells nothing more
  let last = messageOf(error)
  for (let cause = error instanceof Error ? error.cause : undefined; cause instanceof Error; cause = cause.cause) {
    if (!last.includes(cause.message)) lines.push(`  caused by: ${cause.message}`)
    last = cause.message
  }
  return lines
}
