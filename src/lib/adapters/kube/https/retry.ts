import type {Clock, Random} from '../../../ports/clock.js'
import type {KubeRequest, KubeResponse} from '../../../ports/kube.js'

export interface RetryOptions {
  readonly clock: Pick<Clock, 'sleep'>
  readonly random: Pick<Random, 'float'>
  /** Tries of a request whose answer was lost or was a 5xx (default 4). */
  readonly tries?: number
}

/** client-go gives up after ten answers with Retry-After. */
const MOST_RETRY_AFTER = 10
const FIRST_PAUSE = 200
const LONGEST_PAUSE = 10_000
/** The connection broke while it was in use: the server may or may not have acted. */
const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED'])
const TRANSIENT = new Set([500, 502, 503, 504])

/**
 * Sends until there is an answer worth returning: 429 and anything with Retry-After is repeated as the server says,
 * 5xx and broken connections with exponential back-off when repeating the request cannot do harm.
 */
export async function withRetries(
  request: KubeRequest,
  send: () => Promise<KubeResponse>,
  {clock, random, tries = 4}: RetryOptions,
): Promise<KubeResponse> {
  const pause = (attempt: number) =>
    clock.sleep(Math.min(FIRST_PAUSE * 2 ** attempt, LONGEST_PAUSE) * (1 + random.float()), request.signal)
  for (let attempt = 0; ; attempt++) {
    let response: KubeResponse
    try {
      response = await send()
    } catch (error) {
      if (!isBroken(error) || !isRepeatable(request) || attempt + 1 >= tries) throw error
      await pause(attempt)
      continue
    }
    const wait = retryAfter(response)
    if (wait !== undefined && attempt < MOST_RETRY_AFTER) await clock.sleep(wait * 1000, request.signal)
    else if (isTransient(request, response) && attempt + 1 < tries) await pause(attempt)
    else return response
  }
}

function retryAfter(response: KubeResponse): number | undefined {
  if (response.status !== 429 && response.status < 500) return undefined
  const seconds = Number(response.headers['retry-after'])
  return Number.isFinite(seconds) && seconds >= 0 && response.headers['retry-after'] !== undefined ? seconds : undefined
}

/** A 500 of a write is mostly an admission webhook's or a bug's: told at once. */
function isTransient(request: KubeRequest, response: KubeResponse): boolean {
  if (response.status === 429) return true
  if (!TRANSIENT.has(response.status) || !isRepeatable(request)) return false
  return response.status !== 500 || isRead(request)
}

function isBroken(error: unknown): boolean {
  const {code, message} = error as {code?: string; message?: string}
  return BROKEN.has(code ?? '') || message === 'socket hang up'
}

const isRead = (request: KubeRequest) => request.method === 'GET' || request.method === 'HEAD'

/** Reads, server-side apply and dry runs come to the same however often they arrive. */
function isRepeatable(request: KubeRequest): boolean {
  return isRead(request) || request.query?.['dryRun'] !== undefined || request.contentType === 'application/apply-patch+yaml'
}
