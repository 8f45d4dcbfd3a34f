import type {KubeObject} from '../../../../ports/kube.js'
import type {Work} from './controller.js'
import {timestamp} from './objects.js'

/** Records a Kubernetes Event about an object; a refused one is nobody's trouble. */
export async function recordEvent(
  {client, env, now}: Pick<Work, 'client' | 'env' | 'now'>,
  component: string,
  about: KubeObject,
  event: {type?: 'Normal' | 'Warning'; reason: string; message: string},
): Promise<void> {
  const {name = '', namespace = 'default', uid = '', resourceVersion = ''} = about.metadata
  const suffix = Buffer.from(env.random.bytes(8)).toString('hex')
  const time = timestamp(now)
  try {
    await client.create({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {name: `${name}.${suffix}`, namespace},
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
  } catch (error) {
    env.log.debug(`event refused: ${(error as Error).message}`, {reason: event.reason})
  }
}
