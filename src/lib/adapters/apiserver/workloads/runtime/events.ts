import type {KubeObject} from '../../../../ports/kube.js'
import type {Work} from './controller.js'
import {timestamp} from './objects.js'

interface Happening {
  readonly type?: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

/** Events that a controller has told, to be counted up when they happen again; the oldest are forgotten, as client-go does. */
export type ToldEvents = Map<string, {readonly name: string; readonly count: number}>

const remembered = 4096

/** Records a Kubernetes Event about an object, or counts up the one that told the same; a refused one is nobody's trouble. */
export async function recordEvent(
  work: Pick<Work, 'client' | 'env' | 'now' | 'told'>,
  component: string,
  about: KubeObject,
  event: Happening,
): Promise<void> {
  const known = work.told
  const key = JSON.stringify([component, about.kind, about.metadata.uid, event.reason, event.message])
  const before = known.get(key)
  known.delete(key)
  try {
    const name = before && (await countUp(work, about, before)) ? before.name : await create(work, component, about, event)
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
): Promise<boolean> {
  const namespace = about.metadata.namespace ?? 'default'
  if (!client.get('v1', 'Event', namespace, before.name)) return false
  const change = {count: before.count + 1, lastTimestamp: timestamp(now)}
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
