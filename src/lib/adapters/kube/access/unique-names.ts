import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'

/** The lists of a kubeconfig in the order in which client-go makes maps of them, as Go names both. */
const LISTS = [
  {list: 'clusters', field: 'cluster', from: 'NamedCluster', to: '*api.Cluster'},
  {list: 'users', field: 'user', from: 'NamedAuthInfo', to: '*api.AuthInfo'},
  {list: 'contexts', field: 'context', from: 'NamedContext', to: '*api.Context'},
]

const EXTENSIONS = {list: 'extensions', from: 'NamedExtension', to: 'runtime.Object'}

/** A name that one list of a kubeconfig has twice, as client-go tells it, but for the list, which may hold credentials. */
export function duplicateFault(config: JsonObject): string | undefined {
  for (const {field, ...names} of LISTS) {
    const seen = new Set<string>()
    for (const entry of entriesOf(config[names.list])) {
      const fault = extensionsFault(entry[field]) ?? repeated(entry, names, seen)
      if (fault !== undefined) return fault
    }
  }
  return extensionsFault(config['preferences']) ?? extensionsFault(config)
}

function extensionsFault(value: JsonValue | undefined): string | undefined {
  const seen = new Set<string>()
  for (const entry of entriesOf(isObject(value) ? value['extensions'] : undefined)) {
    const fault = repeated(entry, EXTENSIONS, seen)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** Null is an entry without a name. */
const entriesOf = (list: JsonValue | undefined): JsonObject[] =>
  Array.isArray(list) ? list.map((entry) => (isObject(entry) ? entry : {})) : []

function repeated(entry: JsonObject, {from, to}: typeof EXTENSIONS, seen: Set<string>): string | undefined {
  const name = typeof entry['name'] === 'string' ? entry['name'] : ''
  if (seen.has(name)) return `error converting *[]${from} into *map[string]${to}: duplicate name ${JSON.stringify(name)} in list`
  seen.add(name)
  return undefined
}
