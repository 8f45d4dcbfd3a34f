import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {goKind} from '../../../formats/json/go-kind.js'
import {parseJson} from '../../../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {readerFault} from '../../../formats/yaml/reader.js'

/** What client-go reads first of a text, as Go names its type. */
const HEAD = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`

/**
 * A YAML or JSON text that says its version and kind, as client-go reads kubeconfigs and the answers of exec plugins; empty
 * for a text without content.
 * @throws FluxError `bad-kubeconfig` with Go's words for what is no object, `bad-yaml` with go-yaml's for what is no YAML
 */
export async function parseVersioned(text: string): Promise<JsonObject> {
  const begin = /[^ \n\r]/.exec(text)?.[0]
  if (begin === undefined) return {}
  // most kubeconfigs are YAML; JSON ones need no YAML parser at start
  const isPlain = begin === '{' && !ODD_ESCAPE.test(text) && readerFault(text) === undefined
  const value = (isPlain ? jsonOf(text) : undefined) ?? (await documentOf(text))
  if (value === null) return {}
  if (!isObject(value)) throw noVersion(`${goKind(value)} into Go value of type ${HEAD}`)
  return value
}

/** What JSON writes with a backslash and YAML 1.1 does not know: slashes, and characters by their halves. */
const ODD_ESCAPE = /\\(?:\/|u[dD][89a-fA-F])/

/**
 * The version and the kind that a value says, empty where it says none. Go takes their names in any case, the last of several, and fields
 * in the order of their names when they come from YAML.
 * @throws FluxError `bad-kubeconfig` with Go's words for what is no text
 */
export function headOf(value: JsonObject, ordered = true): {readonly apiVersion: string; readonly kind: string} {
  const head = {apiVersion: '', kind: ''}
  let fault: FluxError | undefined
  const names = Object.keys(value)
  for (const name of ordered ? names.sort() : names) {
    const field = FIELDS.get(folded(name))
    const said = field === undefined ? null : value[name]
    if (field === undefined || said === undefined || said === null) continue
    if (typeof said === 'string') head[field] = said
    else fault ??= noVersion(`${goKind(said)} into Go struct field .${field} of type string`)
  }
  if (fault !== undefined) throw fault
  return head
}

const FIELDS = new Map<string, 'apiVersion' | 'kind'>([
  ['apiversion', 'apiVersion'],
  ['kind', 'kind'],
])
/** Unicode has two more letters whose small or capital forms are those of ASCII: the Kelvin sign, which JavaScript knows, and the long s. */
const folded = (name: string) => name.toLowerCase().replaceAll('\u017f', 's')

/** The first document, as Go's decoder takes no other; its reader is a quarter of js-yaml, which every command would load. */
async function documentOf(text: string): Promise<JsonValue> {
  const {firstGoDocument} = await import('../../../formats/yaml/value/go-document.js')
  try {
    return firstGoDocument(text)
  } catch (error) {
    throw new FluxError('bad-yaml', messageOf(error), {cause: error})
  }
}

function jsonOf(text: string): JsonValue | undefined {
  try {
    return parseJson(text)
  } catch {
    // flow style is YAML too
    return undefined
  }
}

/** Nobody knows this kind in this version. */
export function noKind(kind: string, apiVersion: string): string {
  return `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`
}

function noVersion(what: string): FluxError {
  return new FluxError('bad-kubeconfig', `couldn't get version/kind; json parse error: json: cannot unmarshal ${what}`)
}
