import {FluxError, LimitExceeded, messageOf} from '../../errors/flux-error.js'
import {goQuote} from '../../errors/go-quote.js'
import {YamlFault} from '../../formats/yaml/go/fault.js'

/** What kustomize refuses; the message is kustomize's own, hints say what it does not. */
export class KustomizeError extends FluxError {
  override readonly name: string = 'KustomizeError'
  /** where the fault is: a file with line and field; the first who knows says it (`at`) */
  place: string | undefined
  /** the way to the faulty field within the document that was read */
  readonly field: Place | undefined
  /** the way to the fault from what the caller works on, until somebody has placed it (`inside`) */
  below: Place
  /** lines of the file before the part of it that was read */
  readonly linesBefore: number

  constructor(message: string, options: {hints?: readonly string[]; cause?: unknown; field?: Place; linesBefore?: number} = {}) {
    super('kustomize', message, options)
    const {cause} = options
    this.place = cause instanceof KustomizeError ? cause.place : undefined
    this.field = options.field ?? (cause instanceof KustomizeError ? cause.field : undefined)
    this.below = cause instanceof KustomizeError ? cause.below : []
    this.linesBefore = options.linesBefore ?? 0
  }
}

/** Names and indexes on the way into a document. */
export type Place = readonly (string | number)[]

/** The way to the faulty field, when the error knows it. */
export function fieldOf(error: FluxError): Place {
  return error instanceof KustomizeError ? (error.field ?? []) : []
}

/** The way to the fault from what was worked on. */
export function belowOf(error: FluxError): Place {
  return error instanceof KustomizeError ? error.below : []
}

/** Runs `action` on a part of what the caller works on. */
export function inside<T>(part: Place, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (error instanceof KustomizeError && error.place === undefined) error.below = [...part, ...error.below]
    throw error
  }
}

/** Runs `action`; a fault that nobody has placed yet is placed by `where`. */
export function at<T>(where: (error: FluxError) => string | undefined, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (error instanceof KustomizeError) error.place ??= where(error)
    throw error instanceof LimitExceeded && error.hints.length === 0 ? limitAt(error, where(error)) : error
  }
}

function limitAt(error: LimitExceeded, place: string | undefined): LimitExceeded {
  return place === undefined ? error : new LimitExceeded(error.message, {hints: [`see ${place}`], cause: error})
}

/** 1-based line at which a YAML text cannot be read, when that is what the error is about. */
export function faultLine(error: unknown): number | undefined {
  let before = 0
  for (let current = error; current instanceof Error; current = current.cause as Error) {
    if (current instanceof KustomizeError) before += current.linesBefore
    if (current instanceof YamlFault) return before + current.line + 1
  }
  return undefined
}

/** Ends of a build that say nothing about its files. */
const PASSED: ReadonlySet<string> = new Set(['limit-exceeded', 'timeout'])

/** The same fault with the words of the place that met it put before it. */
export function wrapped(error: unknown, prefix: string): Error {
  if (!(error instanceof FluxError) || PASSED.has(error.code)) return error as Error
  return new KustomizeError(`${prefix}: ${messageOf(error)}`, {hints: error.hints, cause: error})
}

/** What is no kustomization either: where it was a file, its own fault says more than that it is no folder. */
export function asFileFault(error: unknown, fileFault: KustomizeError): unknown {
  const prefix = `accumulation err='${fileFault.message}'`
  if (!(error instanceof KustomizeError) || fileFault.place === undefined) return wrapped(error, prefix)
  const fault = new KustomizeError(`${prefix}: ${error.message}`, {hints: fileFault.hints, cause: error})
  fault.place = fileFault.place
  return fault
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
