import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {textAt} from '../../kinds/object-facts.js'
import type {KubeObject} from '../../ports/kube.js'

/** What an object of Flux cannot work without and is no object of Flux. */
export interface Reference {
  readonly kind: 'Secret' | 'ConfigMap' | 'ServiceAccount'
  readonly namespace: string
  readonly name: string
  /** the object says that it may be missing */
  readonly optional: boolean
}

/** Kinds that log in to registries with the pull secrets of their service account. */
const LOGIN_BY_ACCOUNT = ['OCIRepository', 'ImageRepository']

/**
 * The Secrets, ConfigMaps and accounts that the spec of an object of Flux names: by a field that ends in `secretRef` or
 * `configMapRef`, wherever it stands, or in the lists `substituteFrom` and `valuesFrom`. A contract test holds the CRDs to that.
 */
export function referencesOf(object: KubeObject): Reference[] {
  const found: Reference[] = []
  const own = object.metadata.namespace ?? ''
  const add = (kind: Reference['kind'], ref: JsonValue | undefined, namespace: string) => {
    if (!isObject(ref) || typeof ref.name !== 'string' || ref.name === '') return
    found.push({kind, namespace, name: ref.name, optional: ref.optional === true})
  }
  const visit = (value: JsonValue | undefined, namespace: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, namespace)
    else if (isObject(value)) for (const [key, item] of Object.entries(value)) visitField(key, item, namespace)
  }
  const visitField = (key: string, item: JsonValue | undefined, namespace: string): void => {
    // a chart's own values may have any names
    if (key === 'values') return
    if (/secretRef$/i.test(key)) add('Secret', item, namespace)
    else if (/configMapRef$/i.test(key)) add('ConfigMap', item, namespace)
    else if (key === 'substituteFrom' || key === 'valuesFrom') {
      for (const ref of Array.isArray(item) ? item : []) add(kindIn(ref), ref, namespace)
    } else if (key === 'chart' && isObject(item)) visit(item, chartNamespace(object))
    else visit(item, namespace)
  }
  visit(isObject(object['spec']) ? (object['spec'] as JsonObject) : undefined, own)
  const account = LOGIN_BY_ACCOUNT.includes(object.kind) ? textAt(object, ['spec', 'serviceAccountName']) : ''
  if (account !== '') found.push({kind: 'ServiceAccount', namespace: own, name: account, optional: false})
  return found
}

/** The Secrets with which a service account pulls images. */
export function pullSecretsOf(account: KubeObject): Reference[] {
  const list = account['imagePullSecrets']
  const namespace = account.metadata.namespace ?? ''
  return (Array.isArray(list) ? list : []).flatMap((item) =>
    isObject(item) && typeof item.name === 'string'
      ? [{kind: 'Secret' as const, namespace, name: item.name, optional: true}]
      : [],
  )
}

const kindIn = (ref: JsonValue): 'Secret' | 'ConfigMap' => (isObject(ref) && ref.kind === 'ConfigMap' ? 'ConfigMap' : 'Secret')

/** The HelmChart that a release asks for lives beside the chart's source, and looks for its Secrets there. */
function chartNamespace(release: KubeObject): string {
  return textAt(release, ['spec', 'chart', 'spec', 'sourceRef', 'namespace']) || (release.metadata.namespace ?? '')
}
