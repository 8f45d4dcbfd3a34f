import {FluxError, messageOf} from '../../errors/flux-error.js'
import {goQuote} from '../../errors/go-quote.js'

/** What kustomize refuses; the message is kustomize's own, hints say what it does not. */
export class KustomizeError extends FluxError {
  override readonly name: string = 'KustomizeError'

  constructor(message: string, options: {hints?: readonly string[]; cause?: unknown} = {}) {
    super('kustomize', message, options)
  }
}

/** The same fault with the words of the place that met it put before it. */
export function wrapped(error: unknown, prefix: string): Error {
  if (!(error instanceof FluxError) || error.code === 'limit-exceeded') return error as Error
  return new KustomizeError(`${prefix}: ${messageOf(error)}`, {hints: error.hints, cause: error})
}

/** Runs `action`; what it throws gets `prefix` put before it. */
export function within<T>(prefix: string | (() => string), action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw wrapped(error, typeof prefix === 'string' ? prefix : prefix())
  }
}

/** Go's `%q` of an error. */
export function quoted(error: unknown, prefix: string): unknown {
  if (!(error instanceof KustomizeError)) return error
  return new KustomizeError(`${prefix} ${goQuote(error.message)}`, {hints: error.hints, cause: error})
}
