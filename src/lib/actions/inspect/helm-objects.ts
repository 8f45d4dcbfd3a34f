import {gunzipSync} from 'node:zlib'
import {isNotFound} from '../../errors/api-error.js'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {parseJson} from '../../formats/json/parse.js'
import {isObject, type JsonValue} from '../../formats/json/value.js'
import {parseYamlDocuments} from '../../formats/yaml/parse.js'
import type {Context} from '../../ports/context.js'
import type {KubeObject, ObjectRef} from '../../ports/kube.js'
import {specOf, statusOf, textAt} from '../conditions.js'

type HelmContext = Pick<Context, 'kube' | 'signal'>

/** Bytes that a stored release may unpack to. */
const MAX_BYTES = 64 * 1024 * 1024

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
  const manifest = manifestOf(stored, `${namespace}/${secret}`)
  const objects = parseYamlDocuments(manifest).flatMap(({value}) => (isObject(value) ? [value as KubeObject] : []))
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

/** Helm stores base64 of gzip of JSON. */
function manifestOf(secret: KubeObject, name: string): string {
  try {
    const data = isObject(secret.data) ? secret.data.release : undefined
    const text = Buffer.from(String(data ?? ''), 'base64').toString('latin1')
    const packed = Buffer.from(text, 'base64')
    const plain = packed[0] === 0x1f && packed[1] === 0x8b ? gunzipSync(packed, {maxOutputLength: MAX_BYTES}) : packed
    const release: JsonValue = parseJson(plain.toString('utf8'))
    return isObject(release) && typeof release.manifest === 'string' ? release.manifest : ''
  } catch (error) {
    throw new FluxError('bad-release', `failed to decode the Helm storage object ${name}: ${messageOf(error)}`, {cause: error})
  }
}

/** Templates may leave the namespace out; of a kind that is not served, perhaps any more, nobody knows whether it has one. */
async function placed({kube, signal}: HelmContext, object: KubeObject, namespace: string): Promise<ObjectRef> {
  const {apiVersion, kind, metadata} = object
  const ref = {apiVersion, kind, name: metadata?.name ?? ''}
  if (metadata?.namespace) return {...ref, namespace: metadata.namespace}
  const namespaced = await kube.resourceFor({apiVersion, kind}, {signal}).then(
    (resource) => resource.namespaced,
    () => false,
  )
  signal.throwIfAborted()
  return namespaced ? {...ref, namespace} : ref
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
