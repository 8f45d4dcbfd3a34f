import {ApiError} from '../../../../errors/api-error.js'
import {freezeDeep} from '../../../../formats/json/freeze.js'
import {isObject, type JsonValue} from '../../../../formats/json/value.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {CatalogEntry} from '../../discovery/catalog.js'
import {fittedIntegers} from '../../patch/fitted-integers.js'
import {statusError} from '../../status.js'
import type {Core} from '../core.js'

/** The merged object in its Go type; what does not fit there is not the client's fault to the real server. */
export function converted(
  core: Core,
  entry: CatalogEntry,
  merged: KubeObject,
  known: KubeObject | undefined,
  applied: KubeObject,
): KubeObject {
  try {
    return core.rules.decode(entry, merged, known).object
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 400) throw error
    if (entry.crd) return core.rules.decode(entry, givenOf(merged) as KubeObject).object
    const fitted = fittedIntegers(entry.schema, merged) as KubeObject
    if (fitted !== merged) return converted(core, entry, freezeDeep(fitted), known, applied)
    const {name = '', namespace = ''} = applied.metadata ?? {}
    const type = `${entry.group === '' ? '/' : ''}${entry.apiVersion}, Kind=${entry.kind}`
    const reason = unstructuredReason(error.message.replace(/^.*? cannot be handled as an? [^:]*: /, ''))
    const text = `failed to convert new object (${namespace}/${name}; ${type}) to proper version: unable to convert unstructured object to ${type}: ${reason}`
    throw statusError(500, '', text)
  }
}

/** Nulls that are applied are a matter of validation: for the reader they are not there. Readers that met one try again without. */
function givenOf(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(givenOf)
  if (!isObject(value)) return value
  const given = Object.entries(value).filter(([, item]) => item !== null && item !== undefined)
  return Object.fromEntries(given.map(([key, item]) => [key, givenOf(item as JsonValue)]))
}

/** The same fault as found by the converter of unstructured objects. */
function unstructuredReason(text: string): string {
  if (text.startsWith('illegal base64')) return `error decoding from json: ${text}`
  const [, kind, field = '', type] = /^json: cannot unmarshal (.*?) into Go struct field (\S+) of type (\S+)$/.exec(text) ?? []
  if (kind === undefined) return text
  // numbers or texts read themselves
  const own = /\.(minAvailable|maxUnavailable|maxSurge|targetPort)$/.test(field)
  return kind.startsWith('number ') && !own
    ? `cannot convert float64 to ${type}`
    : `json: cannot unmarshal ${kind} into Go value of type ${type}`
}
