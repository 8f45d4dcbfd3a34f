import {isObject, type JsonValue} from '../../formats/json/value.js'
import type {KubeObject} from '../../ports/kube.js'
import {withValueAt} from '../pointers.js'

const PATH = ['spec', 'conversion', 'webhook', 'clientConfig', 'caBundle']
// space between two certificates has one place only: with two, a bad bundle would take exponential time
const PEM = /^\s*(?:-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/

/** A CRD without a conversion webhook's CA that is no base64 of a PEM bundle; any other object as it is. */
export function withoutBadCaBundle(object: KubeObject): KubeObject {
  if (object.kind !== 'CustomResourceDefinition') return object
  let value: JsonValue | undefined = object
  for (const key of PATH) value = isObject(value) ? value[key] : undefined
  if (value === undefined || (typeof value === 'string' && isBundle(value))) return object
  return withValueAt(object, PATH, undefined) as KubeObject
}

function isBundle(text: string): boolean {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '') && PEM.test(bytes.toString('latin1'))
}
