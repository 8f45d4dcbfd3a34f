import {ApiError, isNotFound} from '../../errors/api-error.js'
import type {Clock} from '../../ports/clock.js'
import type {KubeClient, KubeObject} from '../../ports/kube.js'
import type {Correlated} from './correlator.js'
import {createCorrelator} from './correlator.js'
import type {OutgoingEvent} from './outgoing.js'

const EVENT = {apiVersion: 'v1', kind: 'Event'}
/** Tries of a write that the server did not answer, and the pause between them (client-go: 12 and 10 s). */
const TRIES = 12
const PAUSE = 10_000

/** Writes core/v1 Events: a new one per distinct event, a higher count for one that repeats. */
export function createEventWriter(kube: Pick<KubeClient, 'create' | 'patch'>, clock: Pick<Clock, 'now' | 'sleep'>) {
  const correlate = createCorrelator(clock)
  let serial = 0

  /** Nanoseconds since the epoch, as client-go has them; clocks here count milliseconds, a serial keeps their events apart. */
  const suffix = ({involved}: OutgoingEvent): string => {
    const nano = BigInt(clock.now()) * 1_000_000n + BigInt((serial++ * 1009 + involved.kind.length * 7919) % 1_000_000)
    return nano.toString(16)
  }
  /** Counts up the Event that was written before; false when there is none any more. */
  const countUp = async (namespace: string, time: string, {message, observation}: Correlated, signal?: AbortSignal) => {
    if (observation.count === 1 || observation.name === undefined) return false
    const body = {count: observation.count, lastTimestamp: time, message}
    try {
      await kube.patch({...EVENT, namespace, name: observation.name}, {type: 'strategic', body}, {signal})
      return true
    } catch (error) {
      if (isNotFound(error)) return false
      throw error
    }
  }
  const write = async (event: OutgoingEvent, correlated: Correlated, signal?: AbortSignal) => {
    const {message, combined, observation} = correlated
    const namespace = event.involved.namespace || 'default'
    const time = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`
    if (await countUp(namespace, time, correlated, signal)) return
    for (let attempt = 1; ; attempt++) {
      const name = `${event.involved.name}.${suffix(event)}`
      try {
        await kube.create(eventObject(event, {name, namespace, time, message, combined, count: observation.count}), {signal})
        observation.name = name
        return
      } catch (error) {
        // Another controller named an event of the same moment so.
        if (attempt === TRIES || !(error instanceof ApiError && error.reason === 'AlreadyExists')) throw error
      }
    }
  }

  return async (event: OutgoingEvent, signal?: AbortSignal): Promise<void> => {
    const {involved, type, reason, message, component} = event
    const identity = {component, ...involved, type: type === 'Warning' ? 'Warning' : 'Normal', reason, message}
    const correlated = correlate(identity)
    if (!correlated) return
    for (let attempt = 1; ; attempt++) {
      try {
        return await write(event, correlated, signal)
      } catch (error) {
        // A refusal (namespace terminating, forbidden) will not change; a lost server may come back.
        if (error instanceof ApiError || attempt >= TRIES) throw error
        await clock.sleep(PAUSE, signal)
      }
    }
  }
}

function eventObject(
  event: OutgoingEvent,
  facts: {name: string; namespace: string; time: string; message: string; combined: boolean; count: number},
): KubeObject {
  const {name, namespace, time, message, combined, count} = facts
  const annotations = !combined && Object.keys(event.metadata).length > 0 ? {annotations: {...event.metadata}} : {}
  return {
    ...EVENT,
    metadata: {name, namespace, ...annotations},
    involvedObject: {...event.involved},
    reason: event.reason,
    message,
    source: {component: event.component},
    firstTimestamp: time,
    lastTimestamp: time,
    count,
    type: event.type === 'Warning' ? 'Warning' : 'Normal',
    eventTime: null,
    reportingComponent: combined ? '' : event.component,
    reportingInstance: '',
  }
}
