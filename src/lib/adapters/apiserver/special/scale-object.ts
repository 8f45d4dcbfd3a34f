import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {CatalogEntry} from '../discovery/catalog.js'
import {statusError} from '../status.js'

/** Path of the replicas in a kind's spec; undefined when it has no scale subresource. */
export function specReplicasPath(entry: CatalogEntry): readonly string[] | undefined {
  if (!entry.crd) return ['spec', 'replicas']
  return pathOf(entry, 'specReplicasPath')
}

function pathOf(entry: CatalogEntry, name: string): readonly string[] | undefined {
  const subresources = isObject(entry.crd?.version.subresources) ? entry.crd.version.subresources : {}
  const scale = isObject(subresources.scale) ? subresources.scale : {}
  const path = scale[name]
  return typeof path === 'string' ? path.split('.').filter((part) => part !== '') : undefined
}

function at(object: JsonObject, path: readonly string[] | undefined): JsonValue | undefined {
  if (!path) return undefined
  let value: JsonValue | undefined = object
  for (const part of path) value = isObject(value) ? value[part] : undefined
  return value
}

/** The Scale that a parent shows. `lenient`: a custom resource without replicas counts as 0 (writes). */
export function scaleOf(entry: CatalogEntry, parent: KubeObject, lenient = false): KubeObject {
  const path = specReplicasPath(entry)
  const replicas = at(parent, path)
  if (entry.crd && replicas === undefined && !lenient) {
    const message = `the spec replicas field ".${(path ?? []).join('.')}" does not exist`
    throw statusError(500, 'InternalError', `Internal error occurred: ${message}`, {causes: [{message}]})
  }
  const current = at(parent, entry.crd ? pathOf(entry, 'statusReplicasPath') : ['status', 'replicas'])
  const selector = entry.crd ? at(parent, pathOf(entry, 'labelSelectorPath')) : selectorText(entry, parent)
  const {name = '', namespace, uid, resourceVersion, creationTimestamp} = parent.metadata
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace === undefined ? {} : {namespace}),
      ...(uid === undefined ? {} : {uid}),
      ...(resourceVersion === undefined ? {} : {resourceVersion}),
      ...(creationTimestamp === undefined ? {} : {creationTimestamp}),
    },
    spec: typeof replicas === 'number' && replicas !== 0 ? {replicas} : {},
    status: {
      replicas: typeof current === 'number' ? current : 0,
      ...(typeof selector === 'string' && selector !== '' ? {selector} : {}),
    },
  }
}

/** A copy of the parent with other replicas. */
export function withReplicas(entry: CatalogEntry, parent: KubeObject, replicas: number): KubeObject {
  const set = (object: JsonObject, path: readonly string[]): JsonObject => {
    const [first = '', ...rest] = path
    if (rest.length === 0) return {...object, [first]: replicas}
    const inner = object[first]
    return {...object, [first]: set(isObject(inner) ? inner : {}, rest)}
  }
  return set(parent, specReplicasPath(entry) ?? ['spec', 'replicas']) as KubeObject
}

/** The parent's selector as text; a ReplicationController has a plain map. */
function selectorText(entry: CatalogEntry, parent: KubeObject): string {
  const spec = isObject(parent.spec) ? parent.spec : {}
  const selector = isObject(spec.selector) ? spec.selector : {}
  if (entry.resource === 'replicationcontrollers') return pairs(selector).join(',')
  const labels = isObject(selector.matchLabels) ? selector.matchLabels : {}
  const expressions = Array.isArray(selector.matchExpressions) ? selector.matchExpressions.filter(isObject) : []
  const terms = [
    ...Object.entries(labels).map(([key, value]) => ({key, text: `${key}=${String(value)}`})),
    ...expressions.map((expression) => ({key: String(expression.key), text: expressionText(expression)})),
  ]
  return terms
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((term) => term.text)
    .join(',')
}

function pairs(labels: JsonObject): string[] {
  return Object.keys(labels)
    .sort()
    .map((key) => `${key}=${String(labels[key])}`)
}

function expressionText({key, operator, values}: JsonObject): string {
  const list = (Array.isArray(values) ? values.map(String) : []).sort().join(',')
  if (operator === 'In') return `${String(key)} in (${list})`
  if (operator === 'NotIn') return `${String(key)} notin (${list})`
  return operator === 'Exists' ? String(key) : `!${String(key)}`
}
