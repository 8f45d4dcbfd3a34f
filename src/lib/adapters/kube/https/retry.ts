import type {Clock, Random} from '../../../ports/clock.js'
import type {KubeRequest, KubeResponse} from '../../../ports/kube.js'

export interface RetryOptions {
  readonly clock: Pick<Clock, 'sleep'>
  readonly random: Pick<Random, 'float'>
  /** Tries of a request whose answer was lost (default 4). */
  readonly tries?: number
}

/** client-go gives up after ten answers with Retry-After. */
const MOST_RETRY_AFTER = 10
const FIRST_PAUSE = 200
const LONGEST_PAUSE = 10_000
/** The connection broke while it was in use: the server may or may not have acted. */
const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED'])

/**
 * Sends until there is an answer worth returning, as client-go: what has Retry-After is repeated as the server says, any other
 * answer is one; a broken connection is tried anew with exponential back-off when repeating the request cannot do harm. A deadline
 * that comes meanwhile leaves the last answer: it says more than that time is over.
 */
export async function withRetries(
  request: KubeRequest,
  send: () => Promise<KubeResponse>,
  {clock, random, tries = 4}: RetryOptions,
): Promise<KubeResponse> {
  const inTime = (ms: number) =>
    clock.sleep(ms, request.signal).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && error.name === 'TimeoutError') return false
        throw error
      },
    )
  const pause = (attempt: number) => inTime(Math.min(FIRST_PAUSE * 2 ** attempt, LONGEST_PAUSE) * (1 + random.float()))
  for (let attempt = 0; ; attempt++) {
    let response: KubeResponse
    try {
      response = await send()
    } catch (error) {
      if (!isBroken(error) || !isRepeatable(request) || attempt + 1 >= tries || !(await pause(attempt))) throw error
      continue
    }
    const wait = retryAfter(response)
    if (wait === undefined || attempt >= MOST_RETRY_AFTER || !(await inTime(wait * 1000))) return response
  }
}

function retryAfter(response: KubeResponse): number | undefined {
  if (response.status !== 429 && response.status < 500) return undefined
  const seconds = Number(response.headers['retry-after'])
  return Number.isFinite(seconds) && seconds >= 0 && response.headers['retry-after'] !== undefined ? seconds : undefined
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
