import {isNotFound} from '../../src/lib/errors/api-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../src/lib/formats/json/value.js'
import {createMergePatch} from '../../src/lib/formats/patch/merge-patch.js'
import type {ApiResource, KubeClient, KubeObject} from '../../src/lib/ports/kube.js'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** An object as kubectl's messages name it: `deployment.apps/web`. */
export function labelOf(resource: ApiResource, name: string): string {
  return `${resource.singular}${resource.group === '' ? '' : `.${resource.group}`}/${name}`
}

/** `kubectl apply -f -`, on the client or on the server; what it prints. */
export async function applyCommand(kube: KubeClient, objects: KubeObject[], flags: Map<string, string[]>): Promise<string> {
  const done: string[] = []
  for (const object of objects) {
    const resource = await kube.resourceFor(object)
    const label = labelOf(resource, object.metadata.name ?? '')
    if (flags.has('server-side')) {
      const fieldManager = flags.get('field-manager')?.at(-1) ?? 'kubectl'
      await kube.apply(object, {fieldManager, force: flags.has('force-conflicts')})
      done.push(`${label} serverside-applied`)
    } else
      done.push(
        `${label} ${await applyOnClient(kube, object, flags.get('field-manager')?.at(-1) ?? 'kubectl-client-side-apply')}`,
      )
  }
  return done.join('\n')
}

/** Three-way merge against the last applied configuration, as client-side apply does. */
async function applyOnClient(kube: KubeClient, object: KubeObject, fieldManager: string): Promise<string> {
  const {annotations, ...metadata} = object.metadata
  const recorded = {...object, metadata: {annotations: annotations ?? {}, ...metadata}}
  const wanted: KubeObject = {
    ...object,
    metadata: {...object.metadata, annotations: {...annotations, [LAST_APPLIED]: `${sortedJson(recorded)}\n`}},
  }
  const ref = {apiVersion: object.apiVersion, kind: object.kind, namespace: metadata.namespace, name: metadata.name ?? ''}
  const live = await kube.get(ref).catch((error) => {
    if (isNotFound(error)) return undefined
    throw error
  })
  if (!live) {
    await kube.create(wanted, {fieldManager})
    return 'created'
  }
  const before = live.metadata.annotations?.[LAST_APPLIED]
  const removals = before === undefined ? {} : deletionsOf(JSON.parse(before), recorded)
  const changes = additionsOf(live, wanted)
  const body = merge(removals, changes)
  if (Object.keys(body).length === 0) return 'unchanged'
  await kube.patch(ref, {type: 'strategic', body}, {fieldManager})
  return 'configured'
}

function deletionsOf(before: JsonObject, now: JsonObject): JsonObject {
  const patch = createMergePatch(before, now)
  const onlyNulls = (value: JsonValue | undefined): JsonValue | undefined => {
    if (value === null) return null
    if (!isObject(value)) return undefined
    const kept = Object.entries(value)
      .map(([key, item]) => [key, onlyNulls(item)] as const)
      .filter(([, item]) => item !== undefined)
    return kept.length > 0 ? Object.fromEntries(kept) : undefined
  }
  return (onlyNulls(patch as JsonValue) ?? {}) as JsonObject
}

function additionsOf(live: JsonObject, wanted: JsonObject): JsonObject {
  const changes: JsonObject = {}
  for (const [key, value] of Object.entries(wanted)) {
    const have = live[key]
    if (isObject(value) && isObject(have)) {
      const inner = additionsOf(have, value)
      if (Object.keys(inner).length > 0) changes[key] = inner
    } else if (JSON.stringify(value) !== JSON.stringify(have)) changes[key] = value
  }
  return changes
}

function merge(a: JsonObject, b: JsonObject): JsonObject {
  const out = {...a}
  for (const [key, value] of Object.entries(b)) {
    const have = out[key]
    out[key] = isObject(value) && isObject(have) ? merge(have, value) : value
  }
  return out
}

/** Compact JSON with sorted keys: what Go's encoder makes of an unstructured object. */
function sortedJson(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sortedJson(value[key])}`).join(',')}}`
}
