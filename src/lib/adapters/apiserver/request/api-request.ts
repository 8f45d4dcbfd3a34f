import type {JsonValue} from '../../../formats/json/value.js'
import type {WatchEvent} from '../../../ports/kube.js'
import type {User} from '../rest/core.js'
import type {Query} from '../rest/options.js'

/** One request, from a socket or in-process. */
export interface ApiRequest {
  readonly method: string
  /** path as sent, percent-encoded, without query */
  readonly path: string
  readonly query: Query
  /** lower-case names */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** the body's bytes, or a value that never was text (in-process, JSON by definition) */
  readonly body: {readonly bytes: Uint8Array} | {readonly value: JsonValue} | undefined
  /** set when the caller is known without credentials (in-process) */
  readonly user?: User | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ApiResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** a JSON value, or text of another content type */
  readonly body: JsonValue | undefined
  /** the body in Protobuf, in place of `body` */
  readonly bytes?: Uint8Array | undefined
  readonly warnings: readonly string[]
  /** the answer to a HEAD: the body counts for its length and type alone */
  readonly headOnly?: boolean | undefined
}

export interface ApiWatch {
  readonly events: AsyncIterable<WatchEvent>
  /** absent: JSON, an event a line */
  readonly encode?: ((event: WatchEvent) => Uint8Array) | undefined
  readonly stop: () => void
  /** Called once, when the watch ends for whatever reason. */
  readonly onEnd: (free: () => void) => void
  readonly warnings: readonly string[]
}

export interface ApiStream {
  readonly chunks: AsyncIterable<Uint8Array>
  /** default: text/plain */
  readonly contentType?: string | undefined
}

export type ApiAnswer =
  | {readonly kind: 'response'; readonly response: ApiResponse}
  | {readonly kind: 'watch'; readonly watch: ApiWatch}
  | {readonly kind: 'stream'; readonly stream: ApiStream}

/** One header's first value, '' when absent. */
export function header(request: Pick<ApiRequest, 'headers'>, name: string): string {
  const value = request.headers[name]
  return (typeof value === 'string' ? value : value?.[0]) ?? ''
}

export function respond(response: Partial<ApiResponse> & {status: number}): ApiAnswer {
  return {kind: 'response', response: {headers: {}, body: undefined, warnings: [], ...response}}
}

/** Plain text, as the server sends for paths and health. */
export function plain(status: number, text: string, headers: Record<string, string> = {}): ApiAnswer {
  return respond({status, body: text, headers: {'content-type': 'text/plain; charset=utf-8', ...headers}})
}
