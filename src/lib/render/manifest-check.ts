import {messageOf} from '../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../formats/json/value.js'
import {parseYamlDocuments, type YamlDocument} from '../formats/yaml/parse.js'

/**
 * Throws for a YAML file that is no list of Kubernetes manifests: every document needs a kind and a name, lists only a
 * kind (kustomize-controller reference 5.1).
 */
export function checkManifests(text: string): void {
  for (const {value} of documentsOf(text)) {
    if (!isObject(value) || (value.apiVersion === undefined && value.kind === undefined && value.metadata === undefined)) {
      throw new Error('missing Resource metadata')
    }
    if (!value.kind) throw new Error(`missing kind in object ${describe(value)}`)
    if (String(value.kind).endsWith('List')) checkItems(value)
    else if (!isObject(value.metadata) || !value.metadata.name)
      throw new Error(`missing metadata.name in object ${describe(value)}`)
  }
}

function documentsOf(text: string): readonly YamlDocument[] {
  try {
    return parseYamlDocuments(text, {dialect: 'kustomize'})
  } catch (error) {
    throw new Error(`MalformedYAMLError: ${messageOf(error).replace(/^:/, '')}`, {cause: error})
  }
}

function checkItems(list: JsonObject): void {
  const items = Array.isArray(list.items) ? (list.items as JsonValue[]) : []
  const empty = items.indexOf(null)
  if (empty >= 0) throw new Error(`empty item at index ${empty} in object ${describe(list)}`)
}

/** Kind and metadata as Go prints the struct, which users know from the original. */
function describe(object: JsonObject): string {
  const metadata: JsonObject = isObject(object.metadata) ? object.metadata : {}
  const text = (value: JsonValue | undefined) => (value === undefined || value === null ? '' : String(value))
  const map = (value: JsonValue | undefined) =>
    `map[${Object.entries(isObject(value) ? value : {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${key}:${text(item)}`)
      .join(' ')}]`
  return `{{${text(object.apiVersion)} ${text(object.kind)}} {{${text(metadata.name)} ${text(metadata.namespace)}} ${map(metadata.labels)} ${map(metadata.annotations)}}}`
}
