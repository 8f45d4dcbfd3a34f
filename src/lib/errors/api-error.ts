import type {JsonObject} from '../formats/json/value.js'

/** A refusal of the API server: carries its Status object. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** HTTP status code */
  readonly code: number
  /** machine word of the Status, e.g. `NotFound`, `Conflict`, `Invalid`; empty when the server gave none */
  readonly reason: string
  readonly status: JsonObject
  /** from the Retry-After header */
  readonly retryAfterSeconds: number | undefined

  constructor(status: JsonObject, retryAfterSeconds?: number) {
    super(String(status.message ?? `the server answered with status ${String(status.code)}`))
    this.code = Number(status.code ?? 500)
    this.reason = typeof status.reason === 'string' ? status.reason : ''
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The server does not serve this kind; text as client-go prints it. */
export class NoMatchError extends Error {
  override readonly name = 'NoMatchError'

  constructor(
    readonly apiVersion: string,
    readonly kind: string,
    /** the client that asked had found it served before */
    readonly wasServed = false,
  ) {
    super(`no matches for kind "${kind}" in version "${apiVersion}"`)
  }
}

/** True when the API server said that the object does not exist. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404
}

/** True for an optimistic-lock or ownership conflict. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.code === 409 && error.reason === 'Conflict'
}
