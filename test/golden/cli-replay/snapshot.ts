import {isNotFound, NoMatchError} from '../../../src/lib/errors/api-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../src/lib/formats/json/value.js'
import type {ApiResource, KubeClient, KubeObject, ObjectRef} from '../../../src/lib/ports/kube.js'
import type {CaseObjects} from './cases.js'
import {valueDiff} from './compare.js'

/** Objects by `Kind/namespace/name` (`Kind/name` for cluster-scoped ones). */
export type Snapshot = ReadonlyMap<string, KubeObject>

/** Kinds that a cluster's own controllers write as they like; Events and Pods are not part of the recordings. */
const IGNORED = new Set([
  ...['Event', 'Pod', 'Endpoints', 'EndpointSlice', 'ReplicaSet', 'ControllerRevision', 'Lease', 'Node', 'CSINode'],
  ...['APIService', 'ComponentStatus', 'FlowSchema', 'PriorityLevelConfiguration', 'IPAddress', 'ServiceCIDR'],
])
/** What every namespace gets by itself, and what lives in the cluster's own namespaces. */
const OF_THE_CLUSTER =
  /^(ServiceAccount\/[^/]+\/default|ConfigMap\/[^/]+\/kube-root-ca\.crt|ClusterRole\/(admin|edit|view|cluster-admin|system:.*)|\w+\/kube-[a-z-]+\/.*)$/

/** Everything that the server holds and the recordings compare. */
export async function takeSnapshot(kube: KubeClient): Promise<Snapshot> {
  const found = new Map<string, KubeObject>()
  for (const resource of await kindsOf(kube)) {
    const kind = {apiVersion: resource.group ? `${resource.group}/${resource.version}` : resource.version, kind: resource.kind}
    for (const item of await listed(kube, kind)) {
      const object = {...item, ...kind}
      const key = keyOf(object)
      if (!OF_THE_CLUSTER.test(key)) found.set(key, object)
    }
  }
  return found
}

/** True when two snapshots show the same objects in the same revisions. */
export function sameSnapshot(a: Snapshot, b: Snapshot): boolean {
  const same = ([key, {metadata}]: [string, KubeObject]) => b.get(key)?.metadata.resourceVersion === metadata.resourceVersion
  return a.size === b.size && [...a].every(same)
}

async function listed(kube: KubeClient, kind: {apiVersion: string; kind: string}): Promise<readonly KubeObject[]> {
  try {
    return (await kube.list(kind)).items
  } catch (error) {
    // its CRD was deleted meanwhile
    if (isNotFound(error) || error instanceof NoMatchError) return []
    throw error
  }
}

/** One version of every kind that can be listed. */
async function kindsOf(kube: KubeClient): Promise<ApiResource[]> {
  const kinds = new Map<string, ApiResource>()
  for (const resource of await kube.resources({fresh: true})) {
    const key = `${resource.group}/${resource.kind}`
    if (resource.verbs.includes('list') && !IGNORED.has(resource.kind) && !kinds.has(key)) kinds.set(key, resource)
  }
  return [...kinds.values()]
}

const keyOf = ({kind, metadata: {namespace, name}}: KubeObject) => [kind, namespace, name].filter(Boolean).join('/')

const refOf = ({apiVersion, kind, metadata}: KubeObject): ObjectRef => ({
  ...{apiVersion, kind, namespace: metadata.namespace, name: metadata.name!},
})

/** How the cluster differs from `before` against what was recorded; one text per difference. */
export async function objectDifferences(kube: KubeClient, before: Snapshot, expected: CaseObjects = {}): Promise<string[]> {
  const after = await takeSnapshot(kube)
  const differences: string[] = []
  const recorded = new Map<string, KubeObject>()
  for (const action of ['created', 'changed'] as const) {
    for (const object of (expected[action] ?? []) as KubeObject[]) {
      const key = keyOf(object)
      recorded.set(key, object)
      const wasThere = before.has(key)
      if (wasThere !== (action === 'changed')) {
        differences.push(`  ${key}: recorded as ${action}, ${wasThere ? 'there' : 'not there'} before`)
      }
      differences.push(...(await oneDifference(kube, object, before)))
    }
  }
  for (const [key, object] of after) {
    if (recorded.has(key) || object.metadata.deletionTimestamp) continue
    const old = before.get(key)
    if (!old) differences.push(`  ${key}: not recorded, now created`)
    else if (old.metadata.resourceVersion !== object.metadata.resourceVersion && object.kind !== 'CustomResourceDefinition')
      differences.push(...valueDiff(recordedForm(old, undefined), recordedForm(object, undefined), key))
  }
  return [...differences, ...deletions(before, after, expected.deleted ?? []), ...(await versions(kube, expected))]
}

/** How the cluster differs from `before`, as a recording says it; undefined when it does not. */
export async function recordedChanges(kube: KubeClient, before: Snapshot): Promise<CaseObjects | undefined> {
  const after = await takeSnapshot(kube)
  const isGone = (key: string) => !after.has(key) || after.get(key)!.metadata.deletionTimestamp !== undefined
  const created = [...after]
    .filter(([key]) => !before.has(key) && !isGone(key))
    .map(([, object]) => recordedForm(object, undefined))
  const changed = [...after].flatMap(([key, object]) => {
    const old = before.get(key)
    const moved = old && !isGone(key) && old.metadata.resourceVersion !== object.metadata.resourceVersion
    const differs = moved && JSON.stringify(recordedForm(old, old)) !== JSON.stringify(recordedForm(object, old))
    return differs ? [recordedForm(object, old)] : []
  })
  const deleted = [...before.keys()].filter(isGone)
  const changes = {...(created.length && {created}), ...(changed.length && {changed}), ...(deleted.length && {deleted})}
  return Object.keys(changes).length > 0 ? changes : undefined
}

async function oneDifference(kube: KubeClient, expected: KubeObject, before: Snapshot): Promise<string[]> {
  const key = keyOf(expected)
  try {
    const now = await kube.get(refOf(expected))
    const form = recordedForm(now, before.get(key))
    if ('managedFields apiVersions' in expected) form['managedFields apiVersions'] = writtenIn(now)
    return valueDiff(expected, form, key)
  } catch (error) {
    if (isNotFound(error)) return [`  ${key}: recorded, now absent`]
    throw error
  }
}

/** The versions that the fields of an object were written in. */
function writtenIn(object: KubeObject): JsonValue[] {
  return [...new Set((object.metadata.managedFields ?? []).map((entry) => entry.apiVersion ?? ''))].sort()
}

function deletions(before: Snapshot, after: Snapshot, expected: readonly string[]): string[] {
  const gone = (key: string) => !after.has(key) || after.get(key)!.metadata.deletionTimestamp !== undefined
  const lost = [...before].filter(([key, object]) => gone(key) && object.metadata.deletionTimestamp === undefined)
  // what goes with its namespace or its CRD goes sooner or later
  const owned = ({kind, metadata}: KubeObject) =>
    expected.includes(`Namespace/${metadata.namespace}`) ||
    expected.some((key) => key.startsWith('CustomResourceDefinition/') && key.includes(`/${kind.toLowerCase()}s.`))
  return [
    ...expected.filter((key) => !gone(key)).map((key) => `  ${key}: recorded as deleted, still there`),
    ...expected.filter((key) => !before.has(key)).map((key) => `  ${key}: recorded as deleted, never there`),
    ...lost
      .filter(([key, object]) => !expected.includes(key) && !owned(object))
      .map(([key]) => `  ${key}: not recorded, now deleted`),
  ]
}

async function versions(kube: KubeClient, {storedVersions = {}}: CaseObjects): Promise<string[]> {
  const differences: string[] = []
  for (const [name, expected] of Object.entries(storedVersions)) {
    const crd = await kube.get({apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name})
    const stored = isObject(crd.status) ? crd.status.storedVersions : undefined
    differences.push(...valueDiff(expected as JsonValue, stored, `CustomResourceDefinition/${name}.storedVersions`))
  }
  return differences
}

const VOLATILE = ['managedFields', 'resourceVersion', 'uid', 'generation', 'creationTimestamp']

/** An object as the corpus records it. */
function recordedForm(object: KubeObject, before: KubeObject | undefined): JsonObject {
  const metadata = {...object.metadata} as JsonObject
  for (const key of VOLATILE) delete metadata[key]
  const form: JsonObject = {...object, metadata}
  if (before && JSON.stringify(before['status']) === JSON.stringify(object['status'])) delete form['status']
  if (object.kind === 'Namespace') {
    delete form['spec']
    delete form['status']
  }
  if (object.kind === 'Secret' && isObject(object['data'])) {
    delete form['data']
    const entries = Object.entries(object['data']).map(([key, text]) => [key, decoded(String(text))])
    form['stringData'] = Object.fromEntries(entries) as JsonObject
  }
  return form
}

const decoded = (text: string) => Buffer.from(text, 'base64').toString('utf8')
