import {goFileText} from '../../../../errors/go-file.js'
import {isObject, type JsonObject} from '../../../../formats/json/value.js'
import type {DiskFs} from '../../../../ports/files.js'
import type {Tokens} from './id-provider.js'

/** The kubeconfig file that a user's tokens came from. */
export interface TokenFile {
  readonly path: string
  readonly user: string
  /** its content, as it is now */
  read(): Promise<JsonObject>
}

/**
 * Writes new tokens of a user into their kubeconfig, as client-go does: as YAML, lists by name, comments are lost. A lock beside the file
 * means that somebody else writes it.
 * @throws Error in Go's words
 */
export async function keepTokens(file: TokenFile, tokens: Tokens, fs: Pick<DiskFs, 'stat' | 'write'>): Promise<void> {
  const lock = `${file.path}.lock`
  if (await fs.stat(lock)) throw new Error(`open ${lock}: file exists`)
  const config = await file.read()
  const users = entriesOf(config, 'users').map((entry) => (entry['name'] === file.user ? withTokens(entry, tokens) : entry))
  const lists = Object.fromEntries(['clusters', 'contexts'].map((list) => [list, byName(entriesOf(config, list))]))
  const {printYaml} = await import('../../../../formats/yaml/print.js')
  const text = printYaml({...config, ...lists, users: byName(users)} as JsonObject)
  const mode = (await fs.stat(file.path))?.mode ?? 0o600
  await fs.write(file.path, text, {mode, replaces: true}).catch((error: unknown) => {
    throw new Error(goFileText(error, file.path))
  })
}

const entriesOf = (config: JsonObject, list: string): JsonObject[] =>
  Array.isArray(config[list]) ? config[list].filter(isObject) : []

const nameOf = (entry: JsonObject) => String(entry['name'] ?? '')
const byName = (entries: JsonObject[]) => entries.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))

function withTokens(entry: JsonObject, {idToken, refreshToken}: Tokens): JsonObject {
  const user = isObject(entry['user']) ? entry['user'] : {}
  const provider = isObject(user['auth-provider']) ? user['auth-provider'] : {}
  const config = isObject(provider['config']) ? provider['config'] : {}
  const renewed = {...config, 'id-token': idToken, 'refresh-token': refreshToken}
  return {...entry, user: {...user, 'auth-provider': {...provider, config: renewed}}}
}
