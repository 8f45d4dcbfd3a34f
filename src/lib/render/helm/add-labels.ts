import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'
import {kustomized} from './kustomize-stage.js'

/**
 * What kustomize's `labels` of a kustomization makes of objects. The engine is only asked where it does more than add labels or
 * would complain: nearly all releases need nothing else of it.
 */
export async function withLabels(
  objects: readonly JsonObject[],
  pairs: Readonly<Record<string, string>>,
): Promise<readonly JsonObject[]> {
  return arePlain(objects)
    ? objects.map((object) => labelled(object, pairs))
    : kustomized(objects, {labels: [{pairs}]}, 'spec.commonMetadata')
}

/**
 * True when kustomize gives the objects back as they are: each has a name of its own, none is a list or speaks to kustomize, and
 * it finds its way to the Services of an Ingress.
 */
export function arePlain(objects: readonly JsonObject[]): boolean {
  const ids = new Set<string>()
  for (const object of objects) {
    const {kind, apiVersion, metadata} = object
    if (typeof kind !== 'string' || typeof apiVersion !== 'string' || !isObject(metadata)) return false
    if (kind === '' || apiVersion === '' || kind.endsWith('List') || typeof metadata.name !== 'string' || metadata.name === '')
      return false
    if (kind === 'Ingress' && !leadsOn(object, BACKENDS)) return false
    if (!hasTexts(metadata.labels) || !hasTexts(metadata.annotations) || hasDirectives(metadata.annotations)) return false
    ids.add(`${apiVersion.split('/').at(-2) ?? ''}/${kind}/${metadata.name}`)
  }
  return ids.size === objects.length
}

const BACKENDS = ['spec', 'rules', 'http', 'paths', 'backend']

/** False where something other than maps and lists of them stands on a path. */
function leadsOn(value: JsonValue | undefined, path: readonly string[]): boolean {
  if (value === undefined || value === null) return true
  if (Array.isArray(value)) return value.every((item) => leadsOn(item, path))
  if (!isObject(value)) return false
  return path.length === 0 || leadsOn(value[path[0]!], path.slice(1))
}

function labelled(object: JsonObject, pairs: Readonly<Record<string, string>>): JsonObject {
  const metadata = object.metadata as JsonObject
  return {...object, metadata: {...metadata, labels: {...(metadata.labels as JsonObject | undefined), ...pairs}}}
}

/** Keys that kustomize, which writes them without quotes, reads back as texts. */
const SURE_KEY = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][a-z0-9_./-]*$/i

const hasTexts = (map: JsonValue | undefined) =>
  map === undefined ||
  (isObject(map) && Object.entries(map).every(([key, value]) => typeof value === 'string' && SURE_KEY.test(key)))

/** An empty map of annotations is one that kustomize leaves out. */
const hasDirectives = (annotations: JsonValue | undefined) =>
  isObject(annotations) && !(Object.keys(annotations).length > 0 && Object.keys(annotations).every(isPlainKey))

const isPlainKey = (key: string) => !/config\.kubernetes\.io\/|kustomize/.test(key)
