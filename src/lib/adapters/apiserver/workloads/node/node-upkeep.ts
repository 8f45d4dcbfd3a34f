import {sameValue} from '../../../../formats/json/same-value.js'
import type {JsonObject} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {ControllerSpec, Work} from '../runtime/controller.js'
import {isDeleting, listOf, specOf, timestamp} from '../runtime/objects.js'

const nodeKind = {apiVersion: 'v1', kind: 'Node'}
const ttl = 'node.alpha.kubernetes.io/ttl'

/** What kubectl cordon makes of a node. */
export const unschedulableTaint = {key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule'} as const

/** Seconds for which kubelets may keep what they read, by the nodes from which on it counts. */
const seconds: readonly (readonly [nodes: number, ttl: number])[] = [
  [2000, 300],
  [1000, 60],
  [500, 30],
  [100, 15],
]

/** What the node lifecycle and the ttl controller keep on every Node: a taint where it is cordoned, and an annotation. */
export function nodeUpkeep(): ControllerSpec {
  let nodes = 0
  return {
    name: 'node-controller',
    of: nodeKind,
    start: (client) =>
      client.watch(nodeKind.apiVersion, nodeKind.kind, (old, now) => {
        nodes += (now ? 1 : 0) - (old ? 1 : 0)
      }),
    reconcile: (work, node) => keep(work, node, seconds.find(([from]) => nodes > from)?.[1] ?? 0),
  }
}

async function keep({client, now}: Work, node: KubeObject, ttlSeconds: number): Promise<void> {
  if (isDeleting(node)) return
  const {taints: _, ...spec} = specOf(node)
  const before = listOf(specOf(node).taints)
  const taints = taintsOf(before, spec.unschedulable === true, now)
  const annotations = {...node.metadata.annotations, [ttl]: String(ttlSeconds)}
  if (sameValue(before, taints) && node.metadata.annotations?.[ttl] === annotations[ttl]) return
  const metadata = {...node.metadata, annotations}
  await client.update({...node, metadata, spec: taints.length > 0 ? {...spec, taints} : spec})
}

function taintsOf(before: JsonObject[], cordoned: boolean, now: number): JsonObject[] {
  const is = ({key, effect}: JsonObject) => key === unschedulableTaint.key && effect === unschedulableTaint.effect
  if (!cordoned) return before.filter((taint) => !is(taint))
  return before.some(is) ? before : [...before, {...unschedulableTaint, timeAdded: timestamp(now)}]
}
