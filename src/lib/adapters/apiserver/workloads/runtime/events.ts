import type {KubeObject} from '../../../../ports/kube.js'
import type {Work} from './controller.js'
import {timestamp} from './objects.js'
import {remembered} from './told-events.js'

/** What an event tells. */
export interface Happening {
  readonly type?: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

/** Records a Kubernetes Event about an object, or counts up the one that told the same; a refused one is nobody's trouble. */
export async function recordEvent(
  work: Pick<Work, 'client' | 'env' | 'now' | 'told'>,
  component: string,
  about: KubeObject,
  event: Happening,
): Promise<void> {
  const known = work.told.events
  const kind = JSON.stringify([component, about.kind, about.metadata.uid, event.type ?? 'Normal', event.reason])
  const combined = work.told.isOneOfMany(kind, event.message, work.now)
  const told = combined ? {...event, message: `(combined from similar events): ${event.message}`} : event
  const key = combined ? kind : `${kind}${event.message}`
  const before = known.get(key)
  known.delete(key)
  try {
    const again = before && (await countUp(work, about, before, told.message))
    const name = again ? before.name : await create(work, component, about, told)
    known.set(key, {name, count: name === before?.name ? before.count + 1 : 1})
  } catch (error) {
    work.env.log.debug(`event refused: ${(error as Error).message}`, {reason: event.reason})
  }
  if (known.size > remembered) known.delete(known.keys().next().value as string)
}

async function countUp(
  {client, now}: Pick<Work, 'client' | 'now'>,
  about: KubeObject,
  before: {readonly name: string; readonly count: number},
  message: string,
): Promise<boolean> {
  const namespace = about.metadata.namespace ?? 'default'
  if (!client.get('v1', 'Event', namespace, before.name)) return false
  const change = {count: before.count + 1, lastTimestamp: timestamp(now), message}
  await client.patch({apiVersion: 'v1', kind: 'Event', namespace, name: before.name}, change)
  return true
}

/** @returns its name, which ends in the nanoseconds of now */
async function create(
  {client, env, now}: Pick<Work, 'client' | 'env' | 'now'>,
  component: string,
  about: KubeObject,
  event: Happening,
): Promise<string> {
  const {name = '', namespace = 'default', uid = '', resourceVersion = ''} = about.metadata
  const nanoseconds =
    BigInt(Math.floor(now)) * 1_000_000n + BigInt(env.random.bytes(4).reduce((sum, byte) => sum * 256 + byte, 0) % 1_000_000)
  const time = timestamp(now)
  const created = await client.create({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {name: `${name}.${nanoseconds.toString(16)}`, namespace},
    involvedObject: {kind: about.kind, namespace, name, uid, apiVersion: about.apiVersion, resourceVersion},
    reason: event.reason,
    message: event.message,
    source: {component},
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    type: event.type ?? 'Normal',
    eventTime: null,
    reportingComponent: component,
    reportingInstance: '',
  })
  return created.metadata.name ?? ''
}
