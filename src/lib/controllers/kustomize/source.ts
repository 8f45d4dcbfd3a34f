import {isNotFound} from '../../errors/api-error.js'
import {messageOf} from '../../errors/flux-error.js'
import {isObject} from '../../formats/json/value.js'
import type {Artifact} from '../../ports/artifacts.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject} from '../../ports/kube.js'
import {nameOf, type SourceKey, sourceOf} from './kustomization.js'
import type {KustomizeOptions} from './options.js'

/** What asking for the source came to. */
export type SourceAnswer =
  | {readonly is: 'found'; readonly artifact: Artifact}
  | {readonly is: 'denied' | 'missing' | 'failed'; readonly message: string; readonly error?: unknown}
  | {readonly is: 'without-artifact'}

/** Finds the source's artifact: access first, then the source itself (kustomize-controller reference 3, step 7 and 8). */
export async function findSource(
  context: Pick<Context, 'kube' | 'caches'>,
  object: KubeObject,
  options: KustomizeOptions,
  signal: AbortSignal,
): Promise<SourceAnswer> {
  const source = sourceOf(object)
  const name = `${source.kind}/${source.namespace}/${source.name}`
  if (options.noCrossNamespaceRefs && source.namespace !== object.metadata.namespace) {
    return {is: 'denied', message: `can't access '${name}', cross-namespace references have been blocked`}
  }
  if (source.kind === 'ExternalArtifact' && !options.gates.externalArtifact) {
    return {is: 'denied', message: `can't access '${name}', ExternalArtifact feature gate is disabled`}
  }
  try {
    const found = (isAskedFor(object) ? undefined : cached(context, source)) ?? (await context.kube.get(source, {signal}))
    const artifact = artifactOf(found)
    return artifact ? {is: 'found', artifact} : {is: 'without-artifact'}
  } catch (error) {
    // the words of the cache that the original reads from
    if (isNotFound(error)) return {is: 'missing', message: `${source.kind}.source.toolkit.fluxcd.io "${source.name}" not found`}
    return {is: 'failed', message: `unable to get source '${source.namespace}/${source.name}': ${messageOf(error)}`, error}
  }
}

/**
 * Somebody wants it reconciled now, perhaps right after its source (`flux reconcile kustomization --with-source`): what that fetched may
 * not have come to the cache of sources, which is filled by a watch of its own.
 */
function isAskedFor({metadata, status}: KubeObject): boolean {
  const requestedAt = metadata.annotations?.['reconcile.fluxcd.io/requestedAt']
  return requestedAt !== undefined && requestedAt !== (isObject(status) ? status.lastHandledReconcileAt : undefined)
}

/** The controller watches sources: its cache has them, unless one is very new or gone. */
function cached(context: Pick<Context, 'caches'>, {apiVersion, kind, namespace, name}: SourceKey): KubeObject | undefined {
  return context.caches.cache({apiVersion, kind}, {optional: true}).get(namespace, name)
}

/** `status.artifact` of a source, if it has one. */
export function artifactOf(source: KubeObject | undefined): Artifact | undefined {
  const status = source?.status
  return isObject(status) && isObject(status.artifact) ? (status.artifact as unknown as Artifact) : undefined
}

/** `Kind/name`, or `Kind/namespace/name` when it lives elsewhere. */
export function sourceText(object: KubeObject): string {
  const {kind, namespace, name} = sourceOf(object)
  return namespace === nameOf(object).split('/')[0] ? `${kind}/${name}` : `${kind}/${namespace}/${name}`
}

/** The revision of an artifact for events, with that of its origin when the source knows it. */
export function revisionOf(artifact: Artifact): {readonly revision: string; readonly originRevision: string | undefined} {
  return {revision: artifact.revision, originRevision: artifact.metadata?.['org.opencontainers.image.revision']}
}
