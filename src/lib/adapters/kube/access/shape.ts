import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {Base64Error, decodeBase64} from '../../../schema/go/base64.js'
import {goType} from './versioned.js'

/** A type of Go's: its name in messages, and what is inside. */
type Shape =
  | {readonly type: 'string' | 'bool' | '[]uint8'}
  | {readonly type: string; readonly fields: Readonly<Record<string, Shape>>}
  | {readonly type: string; readonly items: Shape}
  | {readonly type: string; readonly values: Shape}

const TEXT: Shape = {type: 'string'}
const FLAG: Shape = {type: 'bool'}
const BYTES: Shape = {type: '[]uint8'}
const TEXTS: Shape = {type: '[]string', items: TEXT}
const struct = (name: string, fields: Readonly<Record<string, Shape>>): Shape => ({type: `v1.${name}`, fields})
const named = (name: string, field: string, shape: Shape): Shape => ({
  type: `[]v1.${name}`,
  items: struct(name, {name: TEXT, [field]: shape}),
})
const all = (names: readonly string[], shape: Shape) => Object.fromEntries(names.map((name) => [name, shape]))

/** The fields of a kubeconfig (client-go's `clientcmd/api/v1`), extensions left out: anything goes there. */
const CONFIG = struct('Config', {
  clusters: named(
    'NamedCluster',
    'cluster',
    struct('Cluster', {
      ...all(['server', 'tls-server-name', 'certificate-authority', 'proxy-url'], TEXT),
      ...all(['insecure-skip-tls-verify', 'disable-compression'], FLAG),
      'certificate-authority-data': BYTES,
    }),
  ),
  users: named(
    'NamedAuthInfo',
    'user',
    struct('AuthInfo', {
      ...all(['client-certificate', 'client-key', 'token', 'tokenFile', 'as', 'as-uid', 'username', 'password'], TEXT),
      ...all(['client-certificate-data', 'client-key-data'], BYTES),
      'as-groups': TEXTS,
      'as-user-extra': {type: 'map[string][]string', values: TEXTS},
      'auth-provider': struct('AuthProviderConfig', {name: TEXT, config: {type: 'map[string]string', values: TEXT}}),
      exec: struct('ExecConfig', {
        ...all(['command', 'apiVersion', 'installHint'], TEXT),
        args: TEXTS,
        env: {type: '[]v1.ExecEnvVar', items: struct('ExecEnvVar', {name: TEXT, value: TEXT})},
        provideClusterInfo: FLAG,
        interactiveMode: {type: 'v1.ExecInteractiveMode', items: TEXT},
      }),
    }),
  ),
  contexts: named('NamedContext', 'context', struct('Context', all(['cluster', 'user', 'namespace'], TEXT))),
  'current-context': TEXT,
  preferences: struct('Preferences', {colors: FLAG}),
})

/** The first field of a kubeconfig that has the wrong type, as Go's decoder tells it; undefined when all are well. */
export function shapeFault(config: JsonObject): string | undefined {
  return faultOf(config, CONFIG, {owner: '', path: ''})
}

interface Place {
  /** struct that the field is of */
  readonly owner: string
  readonly path: string
}

function faultOf(value: JsonValue | undefined, shape: Shape, place: Place): string | undefined {
  if (value === undefined || value === null) return undefined
  const wrong = () =>
    `json: cannot unmarshal ${goType(value)} into Go struct field ${place.owner}.${place.path} of type ${shape.type}`
  if (shape.type === 'v1.ExecInteractiveMode') return typeof value === 'string' ? undefined : wrong()
  if ('fields' in shape) {
    if (!isObject(value)) return wrong()
    const owner = shape.type.slice('v1.'.length)
    // Go decodes JSON that was made from YAML: in the order of the names
    return first(Object.keys(value).sort(), (name) => {
      const field = shape.fields[name]
      return field && faultOf(value[name], field, {owner, path: place.path === '' ? name : `${place.path}.${name}`})
    })
  }
  if ('items' in shape) return Array.isArray(value) ? first(value, (item) => faultOf(item, shape.items, place)) : wrong()
  if ('values' in shape)
    return isObject(value) ? first(Object.values(value), (item) => faultOf(item, shape.values, place)) : wrong()
  if (shape.type === 'bool') return typeof value === 'boolean' ? undefined : wrong()
  if (typeof value !== 'string') return wrong()
  return shape.type === '[]uint8' ? base64Fault(value) : undefined
}

function first<T>(items: readonly T[], fault: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = fault(item)
    if (found !== undefined) return found
  }
  return undefined
}

function base64Fault(text: string): string | undefined {
  try {
    decodeBase64(text)
    return undefined
  } catch (error) {
    if (error instanceof Base64Error) return error.message
    throw error
  }
}
