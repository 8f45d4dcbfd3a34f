import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'

/**
 * What kubectl noted, and requests that were answered long ago: to a controller without a status to compare with they would
 * be new, and a HelmRelease would be forced.
 */
const ANNOTATIONS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'reconcile.fluxcd.io/requestedAt',
  'reconcile.fluxcd.io/forceAt',
  'reconcile.fluxcd.io/resetAt',
])
/** The server puts it on every Namespace. */
const LABELS = new Set(['kubernetes.io/metadata.name'])
/** Fields beside metadata and status that belong to one cluster only, by kind of the core group. */
const LOCAL: Readonly<Record<string, readonly string[]>> = {Namespace: ['spec'], ServiceAccount: ['secrets']}

/**
 * What of an object belongs to it wherever it lives. Left out are status, everything in metadata that a server or a
 * controller writes (finalizers and owners too: a uid of another cluster would make the garbage collector delete the
 * object), and notes of tools.
 */
export function savedObject(object: KubeObject): KubeObject {
  const {apiVersion, kind, metadata, status: _, ...content} = object
  const annotations = without(metadata.annotations, ANNOTATIONS)
  const labels = without(metadata.labels, kind === 'Namespace' ? LABELS : new Set())
  const saved: KubeObject = {
    ...{apiVersion, kind},
    metadata: {
      ...(annotations && {annotations}),
      ...(labels && {labels}),
      name: metadata.name!,
      ...(metadata.namespace ? {namespace: metadata.namespace} : {}),
    },
    ...content,
  }
  if (apiVersion === 'v1') for (const field of LOCAL[kind] ?? []) delete saved[field]
  return saved
}

/** The map without these keys; undefined when nothing is left. */
function without(map: unknown, keys: ReadonlySet<string>): {[key: string]: string} | undefined {
  if (!isObject(map as JsonObject)) return undefined
  const entries = Object.entries(map as {[key: string]: string}).filter(([key]) => !keys.has(key))
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}
