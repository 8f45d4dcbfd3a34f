import {markedObjects} from '../../../engines/kustomize/marked-objects.js'
import {FluxError} from '../../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {readSimpleYaml} from '../../../formats/yaml/simple-json.js'
import {type FileDocument, type Framed, framed, framedObject} from './framing.js'
import {arePlain} from './plain-marks.js'

/**
 * The objects of documents with the names of their files as kustomize reads and gives them back, when it makes one object of each
 * and does nothing to all together. It is only asked for those that it might read in another way than any reader of YAML does:
 * in nearly all charts none or a few.
 * @param stream what they are, for words
 * @returns undefined when it might do more, or fails: it has to be asked for all then
 * @throws FluxError `post-render` in Helm's words for what cannot have the name of its file
 */
export function plainObjects(documents: readonly FileDocument[], stream: string): readonly JsonObject[] | undefined {
  const read = documents.map((document) => plainObject(document) ?? framed(document, stream))
  const others = oneForOne(read.flatMap((one) => (Array.isArray(one) ? one : [])))
  if (others === undefined) return undefined
  let next = 0
  const objects = read.flatMap((one) => {
    if (!Array.isArray(one)) return [one]
    const from = next
    next += one.length
    return others.slice(from, next)
  })
  return arePlain(objects) ? objects : undefined
}

/** Undefined for lists: what is in them comes behind everything else. */
function oneForOne(texts: readonly Framed[]): readonly JsonObject[] | undefined {
  if (texts.length === 0) return []
  if (texts.some(({kind}) => kind === undefined || kind.endsWith('List'))) return undefined
  try {
    const objects = markedObjects(texts.map(({text}) => text).join('---\n'), {})
    return objects.length === texts.length ? objects : undefined
  } catch (error) {
    // words are about all of them
    if (error instanceof FluxError) return undefined
    throw error
  }
}

function plainObject({path, text}: FileDocument): JsonObject | undefined {
  const object = readSimpleYaml(text, 'kustomize')
  return object !== undefined && isPlain(object) ? framedObject(object, path) : undefined
}

/** False for lists too, and for labels that kustomize makes texts of. */
function isPlain(value: JsonValue): value is JsonObject {
  if (!isObject(value) || typeof value.kind !== 'string' || value.kind.endsWith('List')) return false
  const {metadata} = value
  return isObject(metadata) && hasTexts(metadata.labels) && hasTexts(metadata.annotations)
}

const hasTexts = (map: JsonValue | undefined) =>
  map === undefined || (isObject(map) && Object.values(map).every((value) => typeof value === 'string'))
