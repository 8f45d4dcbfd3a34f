import type {Marks} from '../../../engines/kustomize/marked-objects.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'

/**
 * True when kustomize would only put marks on objects: it gives such objects back as they are, each has a name of its own, none is a
 * list or speaks to kustomize.
 */
export function arePlain(objects: readonly JsonObject[], {labels, annotations}: Marks = {}): boolean {
  if (!hasTexts(labels) || !hasTexts(annotations)) return false
  const ids = new Set<string>()
  for (const object of objects) {
    const {kind, apiVersion, metadata} = object
    if (typeof kind !== 'string' || typeof apiVersion !== 'string' || !isObject(metadata)) return false
    if (kind === '' || apiVersion === '' || kind.endsWith('List')) return false
    if (typeof metadata.name !== 'string' || metadata.name === '') return false
    if (!hasTexts(metadata.labels) || !hasTexts(metadata.annotations) || hasDirectives(metadata.annotations)) return false
    ids.add(`${apiVersion.split('/').at(-2) ?? ''}/${kind}/${metadata.name}`)
  }
  return ids.size === objects.length
}

/** An object with marks over its own. */
export function withMarks(object: JsonObject, {labels, annotations}: Marks): JsonObject {
  const metadata = isObject(object.metadata) ? object.metadata : {}
  return {
    ...object,
    metadata: {
      ...metadata,
      ...added('labels', metadata.labels, labels),
      ...added('annotations', metadata.annotations, annotations),
    },
  }
}

function added(name: string, own: JsonValue | undefined, more: Readonly<Record<string, string>> = {}): JsonObject {
  return Object.keys(more).length === 0 ? {} : {[name]: {...(isObject(own) ? own : {}), ...more}}
}

/** Keys that kustomize, which writes them without quotes, reads back as texts. */
const SURE_KEY = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][a-z0-9_./-]*$/i

const hasTexts = (map: unknown) =>
  map === undefined ||
  (isObject(map) && Object.entries(map).every(([key, value]) => typeof value === 'string' && SURE_KEY.test(key)))

/** An empty map of annotations is one that kustomize leaves out. */
const hasDirectives = (annotations: JsonValue | undefined) =>
  isObject(annotations) && !(Object.keys(annotations).length > 0 && Object.keys(annotations).every(isPlainKey))

const isPlainKey = (key: string) => !/config\.(?:kubernetes|k8s)\.io\/|kustomize/.test(key)
