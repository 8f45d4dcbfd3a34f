import type {FluxEvent} from '../../ports/observe.js'

/** Annotations of the object that travel with each of its events. */
const CARRIED = 'event.toolkit.fluxcd.io/'

/** An event as it leaves: object reference, and metadata with what the object's annotations add. */
export interface OutgoingEvent {
  readonly component: string
  readonly involved: {
    readonly kind: string
    readonly namespace: string
    readonly name: string
    readonly uid: string
    readonly apiVersion: string
    readonly resourceVersion: string
  }
  readonly type: FluxEvent['type']
  readonly reason: string
  readonly message: string
  readonly metadata: Readonly<Record<string, string>>
}

/** Annotations of the object override keys of the event (kustomize-controller 18). */
export function outgoing(component: string, event: FluxEvent): OutgoingEvent {
  const {object} = event
  const from = 'metadata' in object ? (object['metadata'] as Partial<Record<string, unknown>>) : object
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const annotations = 'metadata' in object ? ((from as {annotations?: Record<string, string>}).annotations ?? {}) : {}
  const carried = Object.entries(annotations).filter(([key]) => key.startsWith(CARRIED))
  return {
    component,
    involved: {
      kind: object.kind,
      namespace: text(from.namespace),
      name: text(from.name),
      uid: text(from.uid),
      apiVersion: object.apiVersion,
      resourceVersion: text(from.resourceVersion),
    },
    type: event.type,
    reason: event.reason,
    message: event.message,
    metadata: {...event.metadata, ...Object.fromEntries(carried)},
  }
}
