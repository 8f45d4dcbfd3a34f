import {ApiError, isNotFound} from './api-error.js'

/** An object that is not there, as a server names it. */
export interface MissingObject {
  readonly group: string
  /** `configmaps` */
  readonly resource: string
  readonly name: string
  /** no server was asked: it was looked for in files */
  readonly inFiles: boolean
}

/** The object whose absence is behind an error; undefined when no server's answer (or what stands for one) is. */
export function missingObject(error: unknown): MissingObject | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (!(at instanceof ApiError && isNotFound(at))) continue
    const {kind, group, name} = (at.status.details ?? {}) as Readonly<Record<string, unknown>>
    if (typeof kind === 'string' && typeof name === 'string') {
      return {group: typeof group === 'string' ? group : '', resource: kind, name, inFiles: false}
    }
    const named = /^(\w+) "([^"]*)" not found/.exec(at.message)
    return named ? {group: '', resource: named[1]!, name: named[2]!, inFiles: true} : undefined
  }
  return undefined
}
