import {versionOf} from '../../../apply/subject.js'
import {isNotFound} from '../../../errors/api-error.js'
import {isObject} from '../../../formats/json/value.js'
import type {Context} from '../../../ports/context.js'
import type {KubeObject, ObjectRef} from '../../../ports/kube.js'
import {specOf, statusOf, textAt} from '../../conditions.js'
import {type ManifestObject, manifestObjects} from './manifest-objects.js'
import {storedManifest} from './stored-manifest.js'

type HelmContext = Pick<Context, 'kube' | 'signal'>

/** The objects of a HelmRelease's last release, and the CRDs that it installed; none when it has no storage. */
export async function helmObjects(context: HelmContext, release: KubeObject): Promise<ObjectRef[]> {
  const history = statusOf(release).history
  const latest = Array.isArray(history) ? history[0] : undefined
  if (!isObject(latest)) return []
  const namespace = textAt(release, ['status', 'storageNamespace'])
  // no storage that could be asked
  if (namespace === '') return []
  const secret = `sh.helm.release.v1.${String(latest.name)}.v${String(latest.version)}`
  const stored = await readOptional(context, {apiVersion: 'v1', kind: 'Secret', namespace, name: secret})
  if (!stored) return []
  const self = `${release.metadata.namespace}/${release.metadata.name}`
  const objects = manifestObjects(storedManifest(stored, self), self)
  const refs = await Promise.all(objects.map((object) => placed(context, object, String(latest.namespace ?? namespace))))
  return [...refs, ...(await crdsOf(context, release))]
}

async function readOptional({kube, signal}: HelmContext, ref: ObjectRef): Promise<KubeObject | undefined> {
  try {
    return await kube.get(ref, {signal})
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** Templates may leave the namespace out; of a kind that is not served, perhaps any more, nobody knows whether it has one. */
async function placed({kube, signal}: HelmContext, object: ManifestObject, namespace: string): Promise<ObjectRef> {
  const {isPlaceable, ...ref} = object
  const {apiVersion, kind} = ref
  // a version that is empty is served by nobody
  if (ref.namespace !== undefined || !isPlaceable || kind === '' || versionOf(apiVersion) === '') return ref
  // lists that hold nothing are where their items would be
  const kinds = [kind, kind.replace(/(?<=.)List$/, '')]
  for (const known of new Set(kinds)) {
    const resource = await kube.resourceFor({apiVersion, kind: known}, {signal}).catch(() => undefined)
    signal.throwIfAborted()
    if (resource) return resource.namespaced ? {...ref, namespace} : ref
  }
  return ref
}

/** Charts bring CRDs beside their manifest, but only when the object says so itself. */
async function crdsOf({kube, signal}: HelmContext, release: KubeObject): Promise<ObjectRef[]> {
  const spec = specOf(release)
  const policies = [spec.install, spec.upgrade].map((part) => (isObject(part) ? part.crds : undefined))
  if (!policies.some((policy) => policy && policy !== 'Skip')) return []
  const {name, namespace} = release.metadata
  const labelSelector = `helm.toolkit.fluxcd.io/name=${name},helm.toolkit.fluxcd.io/namespace=${namespace}`
  const crd = {apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition'}
  const {items} = await kube.list(crd, {labelSelector, signal})
  return items.map((item) => ({...crd, name: item.metadata.name ?? ''}))
}
