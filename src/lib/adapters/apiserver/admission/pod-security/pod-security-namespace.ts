import type {KubeObject} from '../../../../ports/kube.js'
import {type Level, violations} from './pod-security-violations.js'

/** Levels from the laxest to the strictest. */
const STRICTNESS: readonly string[] = ['privileged', 'baseline', 'restricted']
const ENFORCE = 'pod-security.kubernetes.io/enforce'

/**
 * What PodSecurity warns of when a Namespace is to enforce a stricter level: its Pods that break it, those with the
 * same faults in one line. `pods` is asked for only then.
 */
export function namespaceWarnings(namespace: KubeObject, old: KubeObject, pods: () => readonly KubeObject[]): readonly string[] {
  const {level, version} = enforced(namespace)
  const before = enforced(old)
  const isStricter = STRICTNESS.indexOf(level) > STRICTNESS.indexOf(before.level)
  if (level === 'privileged' || (!isStricter && version === before.version)) return []
  const found = new Map<string, {first: string; count: number}>()
  for (const pod of onePerControllerFirst(pods())) {
    const faults = violations(level as Level, pod, {brief: true, version})
    if (faults === '') continue
    const group = found.get(faults)
    if (group) group.count++
    else found.set(faults, {first: pod.metadata.name ?? '', count: 1})
  }
  if (found.size === 0) return []
  const name = namespace.metadata.name
  const summary = `existing pods in namespace "${name}" violate the new PodSecurity enforce level "${level}:${version}"`
  return [summary, ...[...found].map(([faults, {first, count}]) => `${first}${others(count - 1)}: ${faults}`).sort()]
}

function enforced({metadata: {labels = {}}}: KubeObject): {level: string; version: string} {
  return {level: labels[ENFORCE] ?? 'privileged', version: labels[`${ENFORCE}-version`] ?? 'latest'}
}

const others = (count: number) => (count === 0 ? '' : ` (and ${count} other pod${count === 1 ? '' : 's'})`)

/** One Pod of each controller comes first, so that every workload is named before replicas are. */
function onePerControllerFirst(pods: readonly KubeObject[]): readonly KubeObject[] {
  const seen = new Set<string>()
  const later: KubeObject[] = []
  const first = pods.filter((pod) => {
    const owner = pod.metadata.ownerReferences?.find(({controller}) => controller === true)
    if (!owner?.uid || !seen.has(owner.uid)) {
      if (owner?.uid) seen.add(owner.uid)
      return true
    }
    later.push(pod)
    return false
  })
  return [...first, ...later]
}
