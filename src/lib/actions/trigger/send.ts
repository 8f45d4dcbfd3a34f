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
  readonly bytes: Uint8Array
  readonly text: string
}

/** What Go lets no value of a header hold. */
const CONTROL = /[\0-\x08\n-\x1f\x7f]/

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
  const headers = Object.entries(request.headers ?? {})
  const odd = headers.find(([, value]) => CONTROL.test(value))
  if (odd) throw refused(`net/http: invalid header field value for ${goQuote(odd[0])}`)
  // Go trims them; Node takes a character for a byte
  const asBytes = headers.map(([name, value]) => [name, Buffer.from(value.replace(/^[ \t]+|[ \t]+$/g, '')).toString('latin1')])
  try {
    const response = await ctx.http.request({...request, headers: Object.fromEntries(asBytes), signal: ctx.signal})
    const bytes = await response.bytes()
    return {status: response.status, reason: response.reason ?? '', bytes, text: Buffer.from(bytes).toString('utf8')}
  } catch (error) {
    // told to stop: nothing more to say about the request
    if (ctx.signal.reason instanceof FluxError) throw ctx.signal.reason
    if (error instanceof FluxError) throw refused(messageOf(error))
    const {requestError} = await import('../../adapters/git/transport/go-errors.js')
    throw requestError(verb, url, error, ctx.signal)
  }
}
