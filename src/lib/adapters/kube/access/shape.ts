import type {JsonObject} from '../../../formats/json/value.js'
import {Base64Error, decodeBase64} from '../../../schema/go/base64.js'
import {type Shape, shapeFaultOf} from './go-shape.js'
import {duplicateFault} from './unique-names.js'

const TEXT: Shape = {type: 'string'}
const FLAG: Shape = {type: 'bool'}
const BYTES: Shape = {type: '[]uint8', faultOf: base64Fault}
const TEXTS: Shape = {type: '[]string', items: TEXT}
const struct = (name: string, fields: Readonly<Record<string, Shape>>): Shape => ({type: `v1.${name}`, fields})
const named = (name: string, field: string, shape?: Shape): Shape => ({
  type: `[]v1.${name}`,
  items: struct(name, {name: TEXT, ...(shape && {[field]: shape})}),
})
/** Under their names anything goes. */
const extensions = named('NamedExtension', 'extension')
const all = (names: readonly string[], shape: Shape) => Object.fromEntries(names.map((name) => [name, shape]))

/** The fields of a kubeconfig (client-go's `clientcmd/api/v1`). */
const CONFIG = struct('Config', {
  clusters: named(
    'NamedCluster',
    'cluster',
    struct('Cluster', {
      ...all(['server', 'tls-server-name', 'certificate-authority', 'proxy-url'], TEXT),
      ...all(['insecure-skip-tls-verify', 'disable-compression'], FLAG),
      'certificate-authority-data': BYTES,
      extensions,
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
      extensions,
    }),
  ),
  contexts: named('NamedContext', 'context', struct('Context', {...all(['cluster', 'user', 'namespace'], TEXT), extensions})),
  'current-context': TEXT,
  preferences: struct('Preferences', {colors: FLAG, extensions}),
  extensions,
})

/** The first field of a kubeconfig that has the wrong type, as Go's decoder tells it, else a name that is there twice. */
export function shapeFault(config: JsonObject): string | undefined {
  return shapeFaultOf(config, CONFIG, true) ?? duplicateFault(config)
}

export function base64Fault(text: string): string | undefined {
  try {
    decodeBase64(text)
    return undefined
  } catch (error) {
    if (error instanceof Base64Error) return error.message
    throw error
  }
}
