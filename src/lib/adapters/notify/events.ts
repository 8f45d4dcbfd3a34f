import type {Redactor} from '../../errors/redact.js'
import type {Clock} from '../../ports/clock.js'
import type {KubeClient} from '../../ports/kube.js'
import type {Events, FluxEvent, Log} from '../../ports/observe.js'
import {type EventSink, eventBody} from './event-post.js'
import {createEventWriter} from './event-writer.js'
import {outgoing} from './outgoing.js'

export interface EventsOptions {
  readonly kube: Pick<KubeClient, 'create' | 'patch'>
  readonly clock: Pick<Clock, 'now' | 'sleep'>
  readonly log: Log
  readonly redactor: Redactor
  /** host name, for the receiver */
  readonly instance: string
  /** where events are posted; absent = Kubernetes Events only */
  readonly sink?: EventSink | undefined
  readonly signal?: AbortSignal | undefined
}

/** Events waiting for a receiver that does not answer; more are dropped and logged. */
const LONGEST_LINE = 1000

/** The way out for events: each becomes a Kubernetes Event and, unless it is a trace, a post; in order, never blocking. */
export function createEvents(options: EventsOptions): Events {
  const {clock, log, redactor, signal, sink} = options
  const write = createEventWriter(options.kube, clock)
  const kube = createLine('unable to write event', log)
  const posts = createLine('unable to post event', log)
  return {
    emit(controller: string, event: FluxEvent) {
      const clean = {...event, message: redactor.text(event.message), metadata: redactor.value(event.metadata ?? {})}
      const out = outgoing(controller, clean)
      kube.push(() => write(out, signal))
      if (!sink || event.type === 'Trace') return
      const body = eventBody(out, clock, options.instance)
      posts.push(() => sink(body, signal))
    },
    async flush() {
      await Promise.all([kube.drained(), posts.drained()])
    },
  }
}

/** Work one after the other; a failure is logged and the next one starts. */
function createLine(complaint: string, log: Log) {
  let tail = Promise.resolve()
  let length = 0
  return {
    push(work: () => Promise<void>) {
      if (length >= LONGEST_LINE) return log.error(complaint, new Error('too many events are waiting: dropped'))
      length++
      tail = tail
        .then(work)
        .catch((error) => log.error(complaint, error))
        .finally(() => length--)
    },
    drained: () => tail,
  }
}
