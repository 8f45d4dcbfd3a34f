import {FluxError, messageOf} from '../../errors/flux-error.js'
import {goDialText} from '../../errors/go-dial.js'
import {checkJson} from '../../formats/json/go-check.js'
import type {Context} from '../../ports/context.js'
import type {GitHostOptions} from '../../ports/git-hosts.js'
import type {HttpRequest} from '../../ports/http.js'

export type HostContext = Pick<Context, 'http' | 'clock'>

export interface HostReply {
  readonly status: number
  /** lower-case names */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export type HostCaller = (request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>) => Promise<HostReply>

/** How often a request that came too early is sent, and how long a host may make us wait for the next, ms. */
const TRIES = 5
const LONGEST_WAIT = 60_000

/**
 * Sends requests to the API of a host and waits where it says that we are too fast. A status that tells of a failure is a
 * reply like any other.
 * @throws FluxError `git-host` when nobody answers, or somebody else than the API does
 */
export function hostCaller({http, clock}: HostContext, {ca, signal, token}: GitHostOptions): HostCaller {
  return async (request) => {
    for (let tries = 1; ; tries++) {
      const all = {...request, signal, ...(ca ? {tls: {ca}} : {})}
      const {status, headers, text} = await http
        .request(all)
        .then(async (answer) => ({status: answer.status, headers: answer.headers, text: await answer.text()}))
        .catch((error: unknown) => {
          throw unreachable(request.method ?? 'GET', request.url, stopped(signal) ?? error)
        })
      const wait = waitOf(status, headers, clock.now())
      // a host may repeat in its refusal what it was sent
      const safe = status >= 300 && token ? text.replaceAll(token, '*****') : text
      if (wait === undefined || wait > LONGEST_WAIT || tries === TRIES) {
        if (status < 300) refuseOther(request.url, text)
        return {status, headers, text: safe}
      }
      await clock.sleep(wait, signal).catch((error: unknown) => {
        throw unreachable(request.method ?? 'GET', request.url, stopped(signal) ?? error)
      })
    }
  }
}

/** A page to log in on, or of a proxy, is an answer with 200, too. */
function refuseOther(url: string, text: string): void {
  const error = text === '' ? undefined : checkJson(text).error
  if (error === undefined) return
  throw new FluxError('git-host', error, {hints: [`${new URL(url).host} does not answer as its API: check --hostname`]})
}

/** Why nothing more is sent: the time is over, in Go's words; undefined as long as it is not. Throws when somebody ended us. */
function stopped(signal: AbortSignal): Error | undefined {
  if (!signal.aborted) return undefined
  if ((signal.reason as Error).name !== 'TimeoutError') throw signal.reason
  return new Error('context deadline exceeded')
}

/** How long a host wants us to wait, ms; undefined when it says nothing of the kind. */
function waitOf(status: number, headers: Readonly<Record<string, string>>, now: number): number | undefined {
  if (status !== 429 && status !== 403) return undefined
  const after = headers['retry-after']
  if (after !== undefined) return /^\d+$/.test(after) ? Number(after) * 1000 : Math.max(0, Date.parse(after) - now)
  // GitHub's primary limit: when it begins anew, in seconds
  const reset = Number(headers['x-ratelimit-reset'] ?? headers['ratelimit-reset'])
  const spent = (headers['x-ratelimit-remaining'] ?? headers['ratelimit-remaining']) === '0'
  if (spent && Number.isFinite(reset)) return Math.max(0, reset * 1000 - now)
  return status === 429 ? 1000 : undefined
}

/** `Get "https://...": dial tcp ...`, as Go's HTTP client says it. */
function unreachable(method: string, url: string, error: unknown): FluxError {
  const proxied = (error as {atProxy?: boolean}).atProxy ? 'proxyconnect tcp: ' : ''
  const words = goDialText(error, new URL(url).host) ?? messageOf(error)
  const verb = method.charAt(0) + method.slice(1).toLowerCase()
  return new FluxError('git-host', `${verb} ${JSON.stringify(url)}: ${proxied}${words}`, {cause: error})
}

/** What helps against a status of the API. */
export function hintsFor({status, headers}: Pick<HostReply, 'status' | 'headers'>, rights: string): string[] {
  const limited = status === 429 || headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0'
  if (limited && (status === 429 || status === 403))
    return ['the host takes no more requests of this token for now: try again later']
  if (status === 401) return ['check the token: it is wrong, or it has expired']
  return status === 403 || status === 404 ? [`check the rights of the token: ${rights}`] : []
}
