import type {Duplex} from 'node:stream'

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
  readonly tls?: {ca?: string; cert?: string; key?: string; serverName?: string; insecure?: boolean}
  /** proxy URL with credentials, or undefined for none */
  readonly proxy?: string
  readonly signal?: AbortSignal
  /** Redirects are followed at most this often (default 10); credentials never go to another host. */
  readonly maxRedirects?: number
  /** Answers longer than this (bytes) fail. */
  readonly maxBytes?: number
}

export interface HttpResponse {
  readonly status: number
  /** the server's words for the status, e.g. `Not Found` */
  readonly reason?: string
  /** lower-case names */
  readonly headers: Readonly<Record<string, string>>
  readonly body: AsyncIterable<Uint8Array>
  bytes(): Promise<Uint8Array>
  text(): Promise<string>
}

/** Plain HTTP as the Context gives it. Does not retry: the caller knows what may be repeated. */
export interface Http {
  request(request: HttpRequest): Promise<HttpResponse>
  /**
   * A connection for what is not HTTP, through the SOCKS proxy that is given, else through the one that the environment names for
   * the host; undefined where neither is. Whoever has no such method knows no proxies.
   */
  tunnel?(place: TunnelPlace, way: {readonly proxy?: string; readonly signal?: AbortSignal}): Promise<Duplex | undefined>
}

/** Where a connection leads: `host` without brackets. */
interface TunnelPlace {
  readonly host: string
  readonly port: number
}
