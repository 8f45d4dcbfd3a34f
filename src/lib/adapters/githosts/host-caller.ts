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

type Sent = Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>

export type HostCaller = (request: Sent) => Promise<HostReply>

/** How often a request that came too early is sent, and how long a host may make us wait for the next, ms. */
const TRIES = 5
const LONGEST_WAIT = 60_000

/** How often a question is asked of a host that stumbles over it, and the pause after the first time, ms. */
const STUMBLES = 3
const STUMBLE_WAIT = 1000

/**
 * Sends requests to the API of a host and waits where it says that we are too fast; what only asks is asked again where the
 * host, or what is before it, breaks down over it. A status that tells of a failure is a
 * reply like any other.
 * @throws FluxError `git-host` when nobody answers, or somebody else than the API does
 */
export function hostCaller({http, clock}: HostContext, {ca, signal, token}: GitHostOptions): HostCaller {
  const told =
    ({method = 'GET', url}: Sent) =>
    (error: unknown) => {
      throw unreachable(method, url, stopped(signal) ?? error)
    }
  const send = async (sent: Sent, pause: number | undefined): Promise<HostReply> => {
    try {
      return await replyOf(http, {...sent, signal, ...(ca ? {tls: {ca}} : {})})
    } catch (error) {
      return pause !== undefined && isBroken(error) ? BROKEN : told(sent)(error)
    }
  }
  return async (sent) => {
    for (let tries = 1; ; tries++) {
      const pause = pauseOf(sent, tries)
      const reply = await send(sent, pause)
      const wait = waitOf(reply, clock.now()) ?? (isStumble(reply) ? pause : undefined)
      if (wait === undefined || wait > LONGEST_WAIT || tries === TRIES) return checked(sent.url, reply, token)
      await clock.sleep(wait, signal).catch(told(sent))
    }
  }
}

/** How long to wait before a question is asked again over which the host stumbles; undefined: not once more. */
function pauseOf({method = 'GET'}: Sent, tries: number): number | undefined {
  return method === 'GET' && tries < STUMBLES ? STUMBLE_WAIT * tries : undefined
}

function checked(url: string, reply: HostReply, token: string): HostReply {
  if (reply.status < 300) refuseOther(url, reply.text)
  // a host may repeat in its refusal what it was sent
  return reply.status >= 300 && token ? {...reply, text: reply.text.replaceAll(token, '*****')} : reply
}

async function replyOf(http: HostContext['http'], request: HttpRequest): Promise<HostReply> {
  const answer = await http.request(request)
  return {status: answer.status, headers: answer.headers, text: await answer.text()}
}

/** 501 stays what it is. */
const isStumble = ({status}: HostReply) => status >= 500 && status !== 501

/** An answer that never came, as a proxy would tell of it. */
const BROKEN: HostReply = {status: 502, headers: {}, text: ''}

/** Whether a connection that stood broke off before the answer came. */
function isBroken(error: unknown): boolean {
  const {code, cause} = error as {code?: string; cause?: unknown}
  return code === 'ECONNRESET' || code === 'EPIPE' || (cause instanceof Error && isBroken(cause))
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
function waitOf({status, headers}: HostReply, now: number): number | undefined {
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
  const words = goDialText(error, new URL(url).host) ?? messageOf(error)
  const verb = method.charAt(0) + method.slice(1).toLowerCase()
  return new FluxError('git-host', `${verb} ${JSON.stringify(url)}: ${words}`, {cause: error})
}

/** What helps against a status of the API. */
export function hintsFor({status, headers}: Pick<HostReply, 'status' | 'headers'>, rights: string): string[] {
  const limited = status === 429 || headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0'
  if (limited && (status === 429 || status === 403))
    return ['the host takes no more requests of this token for now: try again later']
  if (status === 401) return ['check the token: it is wrong, or it has expired']
  return status === 403 || status === 404 ? [`check the rights of the token: ${rights}`] : []
}
