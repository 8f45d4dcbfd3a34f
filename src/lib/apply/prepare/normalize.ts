import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import {builtinSchema} from '../../schema/builtin.js'
import {groupOf, versionOf} from '../subject.js'
import {convertBuiltin} from './convert-builtin.js'

/** Groups of Kubernetes whose types client-go's own scheme does not know. */
const FOREIGN = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io'])

/** Where the containers of a kind are whose ports get a protocol. */
const POD_TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  '/Pod': ['spec'],
  'apps/Deployment': ['spec', 'template', 'spec'],
  'apps/StatefulSet': ['spec', 'template', 'spec'],
  'apps/DaemonSet': ['spec', 'template', 'spec'],
  'apps/ReplicaSet': ['spec', 'template', 'spec'],
  'batch/Job': ['spec', 'template', 'spec'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
}

/**
 * An object as it is sent to the server (kustomize-controller reference 9): built-in kinds without unknown fields, with
 * default protocols and `stringData` merged into `data`; no creation time, and no status except on CRDs.
 */
export function normalizeObject(object: KubeObject): KubeObject {
  const typed = convertKnown(object)
  const {creationTimestamp: _, ...metadata} = typed.metadata
  const result: KubeObject = {...typed, metadata}
  if (object.kind !== 'CustomResourceDefinition') delete result.status
  return result
}

function convertKnown(object: KubeObject): KubeObject {
  const group = groupOf(object.apiVersion)
  const version = versionOf(object.apiVersion)
  // rules of aggregated roles would come back as null
  const role = group === 'rbac.authorization.k8s.io' && version === 'v1' && /^(Cluster)?Role$/.test(object.kind)
  const schema = role || FOREIGN.has(group) ? undefined : builtinSchema({group, version, kind: object.kind})
  const converted = schema && convertBuiltin(schema, object)
  if (!converted) return object
  if (object.kind === 'Secret' && group === '') mergeStringData(converted)
  setProtocols(`${group}/${object.kind}`, converted)
  return converted as KubeObject
}

function mergeStringData(secret: JsonObject): void {
  const {stringData} = secret
  if (!isObject(stringData)) return
  const data: JsonObject = isObject(secret.data) ? {...secret.data} : {}
  for (const [key, value] of Object.entries(stringData)) {
    if (typeof value === 'string') data[key] = Buffer.from(value).toString('base64')
  }
  delete secret.stringData
  secret.data = data
}

/** Changes the converted copy in place; containers only, init containers keep theirs. */
function setProtocols(kind: string, object: JsonObject): void {
  if (kind === '/Service') fillProtocols(at(object, ['spec'])?.ports)
  const path = POD_TEMPLATES[kind]
  const containers = path && at(object, path)?.containers
  if (!Array.isArray(containers)) return
  for (const container of containers) if (isObject(container)) fillProtocols(container.ports)
}

function fillProtocols(ports: JsonValue | undefined): void {
  if (!Array.isArray(ports)) return
  for (const port of ports) if (isObject(port) && !port.protocol) port.protocol = 'TCP'
}

function at(object: JsonObject, path: readonly string[]): JsonObject | undefined {
  let value: JsonValue | undefined = object
  for (const key of path) value = isObject(value) ? value[key] : undefined
  return isObject(value) ? value : undefined
}
