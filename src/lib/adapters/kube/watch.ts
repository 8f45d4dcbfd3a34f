import {ApiError} from '../../errors/api-error.js'
import {freezeDeep} from '../../formats/json/freeze.js'
import type {Clock, Random} from '../../ports/clock.js'
import type {KindRef, KubeRequest, KubeTransport, WatchEvent} from '../../ports/kube.js'
import {failureOf} from './failure.js'

export interface WatchSetup {
  readonly transport: KubeTransport
  readonly clock: Pick<Clock, 'sleep'>
  readonly random: Pick<Random, 'float'>
}

/** First and longest pause after a lost connection (client-go's reflector: 800 ms to 30 s, doubled, jittered). */
const FIRST_PAUSE = 800
const LONGEST_PAUSE = 30_000

/** Where a watch stands between two connections. */
interface Position {
  resourceVersion: string | readonly string[] | undefined
  initial: string | readonly string[] | undefined
  pause: number
}

/**
 * Events from `resourceVersion` on, over as many connections as it takes; ends when `signal` aborts. A refusal and an
 * ERROR event (410 Expired above all) are thrown as ApiError: the caller lists again.
 */
export async function* watchEvents(
  setup: WatchSetup,
  kind: KindRef,
  first: KubeRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<WatchEvent> {
  const at: Position = {
    resourceVersion: first.query?.['resourceVersion'],
    initial: first.query?.['sendInitialEvents'],
    pause: FIRST_PAUSE,
  }
  while (!signal?.aborted) {
    let retryAfter = 0
    try {
      const query = {...first.query, resourceVersion: at.resourceVersion, sendInitialEvents: at.initial}
      if (yield* connection(setup.transport, kind, {...first, query}, at)) continue
    } catch (error) {
      if (signal?.aborted) return
      if (error instanceof ApiError && error.code !== 429 && error.code < 500) throw error
      retryAfter = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1000 : 0
    }
    await setup.clock.sleep(Math.max(retryAfter, at.pause * (1 + setup.random.float())), signal).catch(() => {})
    at.pause = Math.min(at.pause * 2, LONGEST_PAUSE)
  }
}

/** Events of one connection; returns whether it brought any. */
async function* connection(
  transport: KubeTransport,
  kind: KindRef,
  request: KubeRequest,
  at: Position,
): AsyncGenerator<WatchEvent, boolean> {
  const opened = await transport.watch(request)
  if ('response' in opened) throw failureOf(opened.response, `watch ${kind.kind}`)
  let any = false
  for await (const event of opened.events) {
    if (request.signal?.aborted) break
    if (event.type === 'ERROR') throw new ApiError(event.status)
    any = true
    at.pause = FIRST_PAUSE
    const {resourceVersion, annotations} = event.object.metadata
    at.resourceVersion = resourceVersion ?? at.resourceVersion
    // Once the initial events are complete a new connection starts where this one ended.
    if (event.type === 'BOOKMARK' && annotations?.['k8s.io/initial-events-end'] === 'true') at.initial = undefined
    yield named(event, kind)
  }
  return any
}

/** Metadata-only events come as PartialObjectMetadata: they get the name of what was asked for. */
function named(event: WatchEvent, kind: KindRef): WatchEvent {
  if (event.type === 'ERROR') return event
  const {object} = event
  if (object.kind === kind.kind && object.apiVersion === kind.apiVersion) return {type: event.type, object: freezeDeep(object)}
  return {type: event.type, object: freezeDeep({...object, apiVersion: kind.apiVersion, kind: kind.kind})}
}
