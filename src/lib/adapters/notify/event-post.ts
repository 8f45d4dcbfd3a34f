import {printJson} from '../../formats/json/print.js'
import type {JsonObject} from '../../formats/json/value.js'
import type {Clock, Random} from '../../ports/clock.js'
import type {Http} from '../../ports/http.js'
import type {OutgoingEvent} from './outgoing.js'

/** A receiver of events: notification-controller's address, or a function of this process. */
export type EventSink = (event: JsonObject, signal?: AbortSignal) => Promise<void>

/** Time of one try (ms), tries after the first, and first and longest pause between them (source-controller 5.1). */
const TIMEOUT = 5_000
const RETRIES = 4
const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 30_000

/** The body of a post. */
export function eventBody(event: OutgoingEvent, clock: Pick<Clock, 'now'>, instance: string): JsonObject {
  return {
    involvedObject: {...event.involved},
    severity: event.type === 'Warning' ? 'error' : 'info',
    timestamp: `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
    message: event.message,
    reason: event.reason,
    ...(Object.keys(event.metadata).length > 0 ? {metadata: {...event.metadata}} : {}),
    reportingController: event.component,
    reportingInstance: instance,
  }
}

/** Posts to `--events-addr`; repeats lost connections and 5xx, takes 429 as "known already". */
export function httpEventSink(
  http: Http,
  url: string,
  {clock, random}: {clock: Pick<Clock, 'sleep' | 'timeout'>; random: Pick<Random, 'float'>},
): EventSink {
  const once = async (body: string, signal: AbortSignal): Promise<number> => {
    const headers = {'content-type': 'application/json'}
    const response = await http.request({method: 'POST', url, body, headers, signal, maxBytes: 65_536})
    await response.bytes()
    return response.status
  }
  return async (event, signal) => {
    const body = printJson(event)
    for (let attempt = 0; ; attempt++) {
      const limit = clock.timeout(TIMEOUT)
      const failure = await once(body, signal ? AbortSignal.any([signal, limit]) : limit).then(refusal, (error: unknown) => error)
      if (failure === undefined) return
      signal?.throwIfAborted()
      if (attempt >= RETRIES || failure instanceof RefusedError) throw failure
      await clock.sleep(Math.min(FIRST_PAUSE * 2 ** attempt, LONGEST_PAUSE) * (1 + random.float() / 10), signal)
    }
  }
}

/** The receiver will not take this event however often it comes. */
class RefusedError extends Error {}

function refusal(status: number): Error | undefined {
  if (status < 400 || status === 429) return undefined
  const text = `the event receiver answered ${status}`
  return status < 500 ? new RefusedError(text) : new Error(text)
}
