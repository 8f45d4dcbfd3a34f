import {FluxError, messageOf} from '../../errors/flux-error.js'
import {goQuote} from '../../errors/go-quote.js'
import {parseGoUrl} from '../../formats/url/go-url.js'
import type {Context} from '../../ports/context.js'
import type {HttpRequest} from '../../ports/http.js'

export interface TriggerContext extends Pick<Context, 'http' | 'clock' | 'out' | 'signal' | 'env'> {
  /** From now on this text is shown to nobody. */
  hide(secret: string): void
}

/** A request that brought nothing; the caller may repeat it when that may help. */
export class RequestFailed extends FluxError {
  override readonly name = 'RequestFailed'

  constructor(
    message: string,
    readonly retryable: boolean,
    cause?: unknown,
  ) {
    super('request-failed', message, cause === undefined ? {} : {cause})
  }
}

export interface Answer {
  readonly status: number
  readonly reason: string
  readonly text: string
}

/**
 * One request and the whole answer.
 * @throws FluxError in the words of Go's http client: `Post "URL": reason`
 */
export async function send(
  ctx: Pick<TriggerContext, 'http' | 'signal'>,
  request: HttpRequest & {method: 'GET' | 'POST'},
): Promise<Answer> {
  const {url, method} = request
  const verb = method === 'POST' ? 'Post' : 'Get'
  const {scheme, host} = parseGoUrl(url)
  const refused = (words: string) => new FluxError('bad-url', `${verb} ${goQuote(url)}: ${words}`)
  if (scheme !== 'http' && scheme !== 'https') throw refused(`unsupported protocol scheme ${goQuote(scheme)}`)
  if (host === '') throw refused('http: no Host in request URL')
  try {
    const response = await ctx.http.request({...request, signal: ctx.signal})
    return {status: response.status, reason: response.reason ?? '', text: await response.text()}
  } catch (error) {
    // told to stop: nothing more to say about the request
    if (ctx.signal.reason instanceof FluxError) throw ctx.signal.reason
    if (error instanceof FluxError) throw refused(messageOf(error))
    const {requestError} = await import('../../adapters/git/transport/go-errors.js')
    throw requestError(verb, url, error, ctx.signal)
  }
}
