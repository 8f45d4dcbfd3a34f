import {FluxError} from '../../errors/flux-error.js'
import {isObject, type JsonObject} from '../../formats/json/value.js'
import type {KindRef, KubeObject} from '../../ports/kube.js'
import {type Shape, shapeFaultOf} from './access/go-shape.js'

const TEXT: Shape = {type: 'string'}
const TEXTS: Shape = {type: 'map[string]string', values: TEXT}

/** What every command reads of an object. */
const METADATA: Shape = {
  type: 'v1.ObjectMeta',
  fields: {name: TEXT, namespace: TEXT, resourceVersion: TEXT, labels: TEXTS, annotations: TEXTS},
}
const CONDITIONS: Shape = {
  type: '[]v1.Condition',
  items: {type: 'v1.Condition', fields: {type: TEXT, reason: TEXT, message: TEXT}},
}

/** As Go names the types of a kind; what its spec and status have in common is known of Flux's own ones. */
function shapeOf({apiVersion, kind}: KindRef): Shape {
  const type = `${apiVersion.split('/').at(-1)}.${kind}`
  const own: Readonly<Record<string, Shape>> = /\.toolkit\.fluxcd\.io\//.test(apiVersion)
    ? {
        spec: {type: `${type}Spec`, fields: {suspend: {type: 'bool'}}},
        status: {type: `${type}Status`, fields: {conditions: CONDITIONS}},
      }
    : {}
  return {type, fields: {metadata: METADATA, ...own}}
}

/** @throws FluxError `no-object` in the words of Go's decoder when a server answered with what is no such list */
export function confirmList(body: JsonObject, kind: KindRef): void {
  const item = shapeOf(kind)
  confirm(body, {type: `${item.type}List`, fields: {items: {type: `[]${item.type}`, items: item}}})
}

/**
 * An object of a server's answer; one without a name has none, as in Go.
 * @throws FluxError `no-object` in the words of Go's decoder
 */
export function confirmedObject(body: JsonObject, kind: KindRef): KubeObject {
  confirm(body, shapeOf(kind))
  return named(body)
}

/** The same with a name in its metadata, if only an empty one; null is an object without anything. */
export function named(body: JsonObject | null): KubeObject {
  const metadata = body?.['metadata']
  if (isObject(metadata) && typeof metadata['name'] === 'string') return body as KubeObject
  return {...body, metadata: {...(isObject(metadata) && metadata), name: ''}} as unknown as KubeObject
}

function confirm(body: JsonObject, shape: Shape): void {
  const fault = shapeFaultOf(body, shape, false)
  if (fault !== undefined) throw new FluxError('no-object', fault)
}
