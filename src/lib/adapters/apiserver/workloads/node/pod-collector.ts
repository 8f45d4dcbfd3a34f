import type {ControllerSpec} from '../runtime/controller.js'
import {isDeleting, millisOf, specOf, statusOf} from '../runtime/objects.js'
import {isFinished, podKind} from '../runtime/pods.js'

/** kube-controller-manager looks every 20 seconds: so long it takes on the average. */
const afterMs = 10_000

/** Ends pods that are being deleted before they came to a node: no kubelet tells those who hold them. */
export const podCollector: ControllerSpec = {
  name: 'pod-garbage-collector',
  of: podKind,
  async reconcile({client, now, again}, pod) {
    if (!isDeleting(pod) || isFinished(pod) || specOf(pod).nodeName !== undefined) return
    const left = millisOf(pod.metadata.deletionTimestamp) + afterMs - now
    if (left > 0) return again(left)
    const {metadata} = await client.update({...pod, status: {...statusOf(pod), phase: 'Failed'}}, {subresource: 'status'})
    const {name = '', namespace, uid} = metadata
    await client.delete({...podKind, namespace, name}, {gracePeriodSeconds: 0, ...(uid === undefined ? {} : {uid})})
  },
}
