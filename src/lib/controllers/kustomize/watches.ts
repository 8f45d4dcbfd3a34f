import type {KubeCache, KubeObject} from '../../ports/kube.js'
import type {Log} from '../../ports/observe.js'
import {getCondition, isReady, isReconciling} from '../runtime/conditions.js'
import type {ObjectKey, WatchSpec} from '../runtime/types.js'
import {KUSTOMIZATION, nameOf, sourceOf, specOf, statusOf} from './kustomization.js'
import type {KustomizeOptions} from './options.js'
import {artifactOf} from './source.js'

/** Indexes of Kustomizations: by source (`Kind/namespace/name`), by dependency, ConfigMap and Secret (`namespace/name`). */
export const INDEXES: Readonly<Record<string, (object: KubeObject) => readonly string[]>> = {
  source: (object) => {
    const {kind, namespace, name} = sourceOf(object)
    return [`${kind}/${namespace}/${name}`]
  },
  dependency: (object) =>
    (specOf(object).dependsOn ?? []).map(({name, namespace}) => `${namespace || object.metadata.namespace}/${name}`),
  ConfigMap: (object) => {
    const {kubeConfig, postBuild} = specOf(object)
    const names = (postBuild?.substituteFrom ?? []).filter((from) => from.kind === 'ConfigMap').map((from) => from.name)
    return inNamespace(object, [...names, kubeConfig?.configMapRef?.name])
  },
  Secret: (object) => {
    const {kubeConfig, postBuild, decryption} = specOf(object)
    const names = (postBuild?.substituteFrom ?? []).filter((from) => from.kind === 'Secret').map((from) => from.name)
    return inNamespace(object, [...names, kubeConfig?.secretRef?.name, decryption?.secretRef?.name])
  },
}

/** What besides Kustomizations starts runs (kustomize-controller reference 2). */
export function kustomizeWatches(options: KustomizeOptions, log: Log): WatchSpec[] {
  const kinds = ['OCIRepository', 'GitRepository', 'Bucket', ...(options.gates.externalArtifact ? ['ExternalArtifact'] : [])]
  const watches: WatchSpec[] = kinds.map((kind) => ({
    kind: {apiVersion: 'source.toolkit.fluxcd.io/v1', kind},
    optional: true,
    predicate: newRevision,
    mapToKeys: (source, own) => keysOfSource(source, own, log),
  }))
  // Ours: the original's dependents only poll, and lose up to a poll per level of a chain.
  watches.push({kind: KUSTOMIZATION, predicate: becameReady, mapToKeys: waitingFor})
  if (options.gates.disableConfigWatchers) return watches
  for (const kind of ['ConfigMap', 'Secret']) {
    watches.push({
      kind: {apiVersion: 'v1', kind},
      metadataOnly: true,
      labelSelector: options.watchConfigsLabelSelector,
      predicate: (old, now) => old?.metadata.resourceVersion !== now?.metadata.resourceVersion,
      mapToKeys: (object, own) => sortByDependencies(own.byIndex(kind, nameOf(object)), log) ?? [],
    })
  }
  return watches
}

function newRevision(old: KubeObject | undefined, now: KubeObject | undefined): boolean {
  if (!old || !now) return true
  const revision = artifactOf(now)?.revision
  return revision !== undefined && revision !== artifactOf(old)?.revision
}

/** Ready now, and not before, or for an older revision or generation. */
function becameReady(old: KubeObject | undefined, now: KubeObject | undefined): boolean {
  if (!now || !isReady(now)) return false
  if (!old || !isReady(old)) return true
  const [before, after] = [statusOf(old), statusOf(now)]
  return before.lastAppliedRevision !== after.lastAppliedRevision || before.observedGeneration !== after.observedGeneration
}

/** Those that were last seen waiting for this dependency. */
function waitingFor(dependency: KubeObject, own: KubeCache): ObjectKey[] {
  return own
    .byIndex('dependency', nameOf(dependency))
    .filter((object) => getCondition(object, 'Ready')?.reason === 'DependencyNotReady')
    .map(({metadata}) => ({namespace: metadata.namespace ?? '', name: metadata.name ?? ''}))
}

/** Those that have not seen the revision yet, dependencies first; nothing while the source has no artifact. */
function keysOfSource(source: KubeObject, own: KubeCache, log: Log): ObjectKey[] {
  const revision = artifactOf(source)?.revision
  if (revision === undefined) return []
  const users = own.byIndex('source', `${source.kind}/${nameOf(source)}`)
  const behind = users.filter(
    (user) => !(isReady(user) || isReconciling(user)) || statusOf(user).lastAttemptedRevision !== revision,
  )
  return sortByDependencies(behind, log) ?? []
}

/**
 * Depth first in the order of the lists, dependencies (in the list or not) before what needs them. A cycle is logged, and
 * nothing is queued for it.
 */
export function sortByDependencies(objects: readonly KubeObject[], log: Log): ObjectKey[] | undefined {
  const byName = new Map(objects.map((object) => [nameOf(object), object]))
  const done = new Set<string>()
  const path: string[] = []
  const onPath = new Set<string>()
  let cycle: string[] | undefined
  const visit = (name: string): void => {
    if (cycle || done.has(name)) return
    if (onPath.has(name)) {
      cycle = [...path.slice(path.indexOf(name)), name]
      return
    }
    path.push(name)
    onPath.add(name)
    const object = byName.get(name)
    for (const dependency of object ? (specOf(object).dependsOn ?? []) : []) {
      visit(`${dependency.namespace || object?.metadata.namespace}/${dependency.name}`)
    }
    path.pop()
    onPath.delete(name)
    done.add(name)
  }
  for (const name of byName.keys()) visit(name)
  if (cycle) {
    const error = new Error(`circular dependency detected: ${cycle.join(' -> ')}`)
    log.error('failed to sort dependencies for revision change', error)
    return undefined
  }
  return [...done].map((name) => {
    const slash = name.indexOf('/')
    return {namespace: name.slice(0, slash), name: name.slice(slash + 1)}
  })
}

function inNamespace(object: KubeObject, names: readonly (string | undefined)[]): string[] {
  return names.filter((name) => name !== undefined && name !== '').map((name) => `${object.metadata.namespace}/${name}`)
}
