import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {parseJson} from '../../../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {parseYamlDocuments} from '../../../formats/yaml/parse.js'
import type {KubeObject} from '../../../ports/kube.js'

/** One file of an export: YAML documents or JSON, Lists or single objects. */
export interface ImportFile {
  /** for messages */
  readonly name: string
  readonly text: string
}

/** An object and where it stood: `export.yaml: document 2, item 7`. */
export interface Exported {
  readonly object: KubeObject
  readonly where: string
}

/** Exports of whole clusters are larger than what is written by hand. */
const MAX_LENGTH = 512 * 1024 * 1024

/** The objects of a file, Lists taken apart. Throws FluxError `import-failed` that names the place. */
export function readExport({name, text}: ImportFile): Exported[] {
  const documents = documentsOf(name, text)
  // a kubectl that failed leaves such a file behind
  if (documents.length === 0) throw refuse(name, 'the file is empty')
  return documents.flatMap(({value, where}) => objectsOf(value, where))
}

interface Placed {
  readonly value: JsonValue
  readonly where: string
}

function documentsOf(name: string, text: string): Placed[] {
  if (text.length > MAX_LENGTH) throw refuse(name, `${text.length} characters are more than the limit of ${MAX_LENGTH}`)
  // a large export is read as JSON where it is JSON: YAML takes many times as long
  if (text.trimStart().startsWith('{')) {
    try {
      return [{value: parseJson(text), where: name}]
    } catch {
      // several JSON documents, or YAML in braces
    }
  }
  try {
    return parseYamlDocuments(text, {file: name, maxLength: MAX_LENGTH}).map(({value, line}) => ({
      value,
      where: `${name}:${line}`,
    }))
  } catch (error) {
    throw refuse('', messageOf(error))
  }
}

function objectsOf(value: JsonValue, where: string): Exported[] {
  if (!isObject(value)) throw refuse(where, 'this is no Kubernetes object')
  const {apiVersion, kind, items} = value
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    // items of a typed list (kubectl get --raw) do not say what they are
    const inherited = kind === 'List' ? {} : {apiVersion, kind: kind.slice(0, -'List'.length)}
    return items.flatMap((item, at) =>
      objectsOf({...inherited, ...(item as JsonObject)} as JsonObject, `${where}, item ${at + 1}`),
    )
  }
  const metadata = isObject(value.metadata) ? value.metadata : {}
  for (const [field, given] of Object.entries({apiVersion, kind, 'metadata.name': metadata.name})) {
    if (typeof given !== 'string' || given === '') throw refuse(where, `the object has no ${field}`)
  }
  return [{object: value as KubeObject, where}]
}

/** `ConfigMap shop/settings` */
export function describe({kind, metadata: {name = '', namespace}}: KubeObject): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`
}

/** An error of an import, with what to do about it. */
export function refuse(where: string, text: string): FluxError {
  return new FluxError('import-failed', where === '' ? text : `${where}: ${text}`, {
    hints: ['an export is what `kubectl get KINDS -A -o yaml --show-managed-fields` prints'],
  })
}
