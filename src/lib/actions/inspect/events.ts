import {FluxError, messageOf} from '../../errors/flux-error.js'
import {isObject} from '../../formats/json/value.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {deadlineError, isTimeout} from '../poll.js'
import {EVENT_KINDS, type EventSubject, parseFor, referencesOf} from './event-references.js'

export interface EventsOptions {
  readonly namespace: string
  readonly allNamespaces: boolean
  /** `Kind` or `Kind/name` */
  readonly for?: string | undefined
  /** `Normal`, `Warning`; empty: all */
  readonly types: readonly string[]
}

type EventsContext = Pick<Context, 'kube' | 'signal'>

export interface EventsQuery {
  readonly subjects: readonly EventSubject[]
  /** events may come from several namespaces */
  readonly showNamespace: boolean
}

const TYPES = ['normal', 'warning']
const EVENT = {apiVersion: 'v1', kind: 'Event'}

/** Whose events the options ask for: of a named object also those of what it refers to. */
export async function eventsQuery(context: EventsContext, options: EventsOptions): Promise<EventsQuery> {
  const {namespace, allNamespaces, types} = options
  const unknown = types.find((type) => !TYPES.includes(type.toLowerCase()))
  if (unknown !== undefined) {
    throw new FluxError('usage', `type '${unknown}' not supported. Supported types are Normal, Warning`)
  }
  const where = allNamespaces ? undefined : namespace
  if (!options.for) return {subjects: [{kind: '', namespace: where}], showNamespace: allNamespaces}
  const {row, name} = parseFor(options.for)
  const subject = {kind: row.kind, name, namespace: where}
  if (name === undefined) return {subjects: [subject], showNamespace: allNamespaces}
  const references = await referencesOf(context, {row, name}, namespace).catch((error: unknown) =>
    Promise.reject(deadlineError(error, context.signal)),
  )
  const elsewhere = references.some((reference) => reference.namespace !== namespace)
  return {subjects: [subject, ...references], showNamespace: allNamespaces || elsewhere}
}

/** Events about Flux's objects, the oldest first; those without a time before all others (cli reference 9.4). */
export async function listEvents(
  {kube, signal}: EventsContext,
  {subjects}: EventsQuery,
  types: readonly string[],
): Promise<KubeObject[]> {
  const lists = await Promise.all(
    subjects.map(({namespace, ...subject}) =>
      kube.list(EVENT, {namespace, fieldSelector: selectorOf(subject), signal}).catch((error: unknown) => {
        throw new FluxError('events-failed', `error getting events: ${messageOf(deadlineError(error, signal))}`, {cause: error})
      }),
    ),
  )
  return lists
    .flatMap(({items}) => items)
    .filter(wanted(types))
    .map((event, index) => ({event, index, time: timeOf(event)}))
    .sort((a, b) => a.time - b.time || a.index - b.index)
    .map(({event}) => event)
}

/** Events as they come, those that are there first; ends in silence at the deadline; an interrupt is thrown. */
export async function watchEvents(
  {kube, signal}: EventsContext,
  {subjects}: EventsQuery,
  types: readonly string[],
  show: (event: KubeObject) => Promise<void>,
): Promise<void> {
  const keep = wanted(types)
  await Promise.all(
    subjects.map(async ({namespace, ...subject}) => {
      try {
        for await (const event of kube.watch(EVENT, {namespace, fieldSelector: selectorOf(subject), signal})) {
          if ((event.type === 'ADDED' || event.type === 'MODIFIED') && keep(event.object)) await show(event.object)
        }
      } catch (error) {
        if (!isTimeout(signal)) throw error
      }
    }),
  )
  if (!isTimeout(signal)) signal.throwIfAborted()
}

function selectorOf({kind, name}: Pick<EventSubject, 'kind' | 'name'>): string | undefined {
  if (kind === '') return undefined
  return `involvedObject.kind=${kind}${name === undefined ? '' : `,involvedObject.name=${name}`}`
}

function wanted(types: readonly string[]): (event: KubeObject) => boolean {
  const lower = types.map((type) => type.toLowerCase())
  return ({involvedObject, type}) =>
    isObject(involvedObject) &&
    EVENT_KINDS.has(String(involvedObject.kind)) &&
    (lower.length === 0 || lower.includes(String(type).toLowerCase()))
}

/** When an event was seen last, ms; 0 when it has no time. */
function timeOf({series, lastTimestamp, eventTime}: KubeObject): number {
  const text = (isObject(series) && series.lastObservedTime) || lastTimestamp || eventTime
  return text ? Date.parse(String(text)) || 0 : 0
}
