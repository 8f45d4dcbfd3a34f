import type {JsonValue} from '../../formats/json/value.js'
import type {ImpersonatedUser, KubeRequest, KubeResponse, KubeStream, KubeTransport, WatchEvent} from '../../ports/kube.js'
import {AUTHENTICATED} from './auth/authenticator.js'
import type {ApiAnswer, ApiRequest, ApiResponse} from './request/api-request.js'
import type {User} from './rest/core.js'

export type Serve = (request: ApiRequest) => Promise<ApiAnswer>

/** A KubeTransport without a socket: objects are passed on as they are. */
export class LocalTransport implements KubeTransport {
  constructor(
    private readonly serve: Serve,
    readonly server: string,
    private readonly user: User,
    private readonly impersonated?: ImpersonatedUser,
  ) {}

  async request(request: KubeRequest): Promise<KubeResponse> {
    // as a socket would: who has lost interest writes nothing more
    request.signal?.throwIfAborted()
    const answer = await this.serve(this.apiRequest(request))
    if (answer.kind === 'response') return kubeResponse(answer.response)
    if (answer.kind === 'watch') answer.watch.stop()
    throw new TypeError(`${request.method} ${request.path} is a stream: ask for it by watch or stream`)
  }

  async watch(request: KubeRequest): Promise<{response: KubeResponse} | {events: AsyncIterable<WatchEvent>}> {
    const answer = await this.serve(this.apiRequest(request))
    if (answer.kind === 'response') return {response: kubeResponse(answer.response)}
    if (answer.kind === 'stream') throw new TypeError(`${request.path} is no watch`)
    const {watch} = answer
    const {signal} = request
    if (signal?.aborted) watch.stop()
    else if (signal) {
      signal.addEventListener('abort', watch.stop, {once: true})
      // the signal may outlive many watches
      watch.onEnd(() => signal.removeEventListener('abort', watch.stop))
    }
    return {events: watch.events}
  }

  async stream(request: KubeRequest): Promise<KubeStream | {response: KubeResponse}> {
    const answer = await this.serve(this.apiRequest(request))
    if (answer.kind === 'stream') {
      const {chunks, contentType = 'text/plain'} = answer.stream
      return {status: 200, headers: {'content-type': contentType}, chunks}
    }
    if (answer.kind === 'response') {
      const {status, headers, body} = answer.response
      if (status === 200 && typeof body === 'string') return {status, headers, chunks: once(body)}
      return {response: kubeResponse(answer.response)}
    }
    answer.watch.stop()
    throw new TypeError(`${request.path} is a watch`)
  }

  impersonate(user: ImpersonatedUser): KubeTransport {
    return new LocalTransport(this.serve, this.server, this.user, user)
  }

  async close(): Promise<void> {}

  private apiRequest(request: KubeRequest): ApiRequest {
    const query = new Map<string, readonly string[]>()
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) query.set(name, typeof value === 'string' ? [value] : value)
    }
    const headers: Record<string, string | readonly string[]> = {...request.headers}
    if (request.contentType !== undefined) headers['content-type'] = request.contentType
    if (this.impersonated) {
      headers['impersonate-user'] = this.impersonated.user
      if (this.impersonated.groups?.length) headers['impersonate-group'] = this.impersonated.groups
      if (this.impersonated.uid !== undefined) headers['impersonate-uid'] = this.impersonated.uid
    }
    return {
      method: request.method,
      path: request.path,
      query,
      headers,
      body: bodyOf(request.body),
      user: headers.authorization === undefined ? this.user : undefined,
      signal: request.signal,
    }
  }
}

function bodyOf(body: KubeRequest['body']): ApiRequest['body'] {
  if (body === undefined) return undefined
  if (body instanceof Uint8Array) return {bytes: body}
  if (typeof body === 'string') return {bytes: Buffer.from(body)}
  return {value: body as JsonValue}
}

function kubeResponse({status, headers, body, warnings, headOnly}: ApiResponse): KubeResponse {
  if (!headOnly) return {status, headers, body, warnings}
  const typed = body === undefined || typeof body === 'string' ? headers : {'content-type': 'application/json', ...headers}
  return {status, headers: typed, body: undefined, warnings}
}

async function* once(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text)
}

/** A user that was authenticated elsewhere. */
export function localUser(identity: ImpersonatedUser): User {
  return {name: identity.user, uid: identity.uid, groups: [...(identity.groups ?? []), AUTHENTICATED]}
}
