import {type ApiError, isNotFound} from '../../../errors/api-error.js'
import {isObject, type JsonValue} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import {isFlux} from '../restore-order.js'

/** Shorter values are in every sentence. */
const SHORTEST = 3

/** Why the server refuses an object, and what to do; its own words only when they hold nothing of a Secret. */
export function refusalOf(object: KubeObject, error: ApiError): {readonly message: string; readonly hint?: string} {
  const message = quotesSecret(object, error.message)
    ? `the server refuses it (${error.reason || error.code}); its words are not shown, since they quote the Secret`
    : error.message
  const hint = hintFor(object, error)
  return hint === undefined ? {message} : {message, hint}
}

function hintFor(object: KubeObject, error: ApiError): string | undefined {
  const {namespace} = object.metadata
  if (error.code === 403 && /is being terminated/.test(error.message)) return `wait until namespace ${namespace} is gone`
  if (error.code === 403) return `see what you may do: kubectl auth can-i --list${namespace ? ` -n ${namespace}` : ''}`
  if (isNotFound(error) && namespace) return `kubectl create namespace ${namespace}`
  if (/unknown field|field not declared/.test(error.message) && isFlux(object)) {
    return 'the cluster has another release of Flux than the file: flux migrate -f FILE, or install a newer one'
  }
  if (/immutable/.test(error.message)) return 'delete the object first, then run the same command again'
  return undefined
}

/** True when a text holds a value of a Secret, as it is or encoded. */
function quotesSecret(object: KubeObject, text: string): boolean {
  if (object.apiVersion !== 'v1' || object.kind !== 'Secret') return false
  return [...scalars(object['data']), ...scalars(object['stringData'])].some(
    (value) => value.length >= SHORTEST && (text.includes(value) || text.includes(decoded(value))),
  )
}

function* scalars(value: JsonValue | undefined): Iterable<string> {
  if (Array.isArray(value)) for (const item of value) yield* scalars(item)
  else if (isObject(value)) for (const item of Object.values(value)) yield* scalars(item)
  else if (value !== undefined && value !== null) yield String(value)
}

/** What a value stands for; itself when it is no base64, or too short to tell. */
function decoded(value: string): string {
  const text = Buffer.from(value, 'base64').toString('utf8')
  return text.length >= SHORTEST ? text : value
}
