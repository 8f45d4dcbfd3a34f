import {STAND_IN} from '../../actions/run/controllers-objects.js'
import type {KubeClient} from '../../ports/kube.js'

const DEPLOYMENT = {apiVersion: 'apps/v1', kind: 'Deployment'}

/**
 * Scales to 0 the Deployments that stand for the controllers of a process that is over: nothing runs behind them any more,
 * whatever a simulated kubelet says.
 */
export async function retireStandIns(kube: KubeClient): Promise<void> {
  const {items} = await kube.list(DEPLOYMENT)
  for (const {metadata, spec} of items) {
    if (!metadata.annotations?.[STAND_IN] || (spec as {replicas?: number} | undefined)?.replicas === 0) continue
    const ref = {...DEPLOYMENT, namespace: metadata.namespace, name: metadata.name ?? ''}
    await kube.patch(ref, {type: 'merge', body: {spec: {replicas: 0}}}, {fieldManager: 'flux'})
  }
}
