import {FluxError} from '../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../formats/json/value.js'

/** A name and a password, or a token that is exchanged for others (`identity`). */
export interface Credentials {
  readonly username: string
  readonly password: string
  readonly identity?: string | undefined
}

/** Asks `docker-credential-NAME` for an address; undefined when it knows none. */
export type CredentialHelper = (name: string, address: string) => Promise<Credentials | undefined>

/**
 * The credentials of a registry in a docker config: those of the helper that keeps them (`credHelpers`, `credsStore`), else what
 * stands in `auths`, whose keys may be addresses. Undefined without any.
 */
export async function dockerCredentials(
  config: JsonValue,
  host: string,
  helper: CredentialHelper,
): Promise<Credentials | undefined> {
  if (!isObject(config)) return undefined
  const name = helperOf(config, host)
  if (name === undefined) return inlineCredentials(config, host)
  return (await helper(name, addressOf(host))) ?? inlineCredentials(config, host)
}

/** Docker keeps its own registry under the address that it had at first. */
const addressOf = (host: string) => (aliased(host) === 'index.docker.io' ? 'https://index.docker.io/v1/' : host)

function helperOf({credHelpers, credsStore}: JsonObject, host: string): string | undefined {
  const own = isObject(credHelpers) ? Object.entries(credHelpers).find(([key]) => hostOf(key) === aliased(host))?.[1] : undefined
  return [own, credsStore].find((name): name is string => typeof name === 'string' && name !== '')
}

function inlineCredentials({auths}: JsonObject, host: string): Credentials | undefined {
  for (const [key, value] of Object.entries(isObject(auths) ? auths : {})) {
    if (hostOf(key) !== aliased(host) || !isObject(value)) continue
    const identity = typeof value.identitytoken === 'string' && value.identitytoken !== '' ? value.identitytoken : undefined
    const login = loginOf(value)
    if (login ?? identity) return {username: '', password: '', ...login, identity}
  }
  return undefined
}

function loginOf({auth, username, password}: JsonObject): {username: string; password: string} | undefined {
  if (typeof auth === 'string') {
    const text = Buffer.from(auth, 'base64').toString()
    const cut = text.indexOf(':')
    if (cut > 0) return {username: text.slice(0, cut), password: text.slice(cut + 1).replace(/\0+$/, '')}
  }
  return typeof username === 'string' && typeof password === 'string' ? {username, password} : undefined
}

function hostOf(key: string): string {
  return aliased(key.replace(/^https?:\/\//, '').split('/', 1)[0]!)
}

function aliased(host: string): string {
  return host === 'docker.io' || host === 'registry-1.docker.io' ? 'index.docker.io' : host
}

/** What a registry asks for in `www-authenticate`. */
export type Challenge =
  | {readonly scheme: 'basic'}
  | {readonly scheme: 'bearer'; readonly realm: string; readonly service: string; readonly scope: string}

/** @throws FluxError `fetch-failed` for what cannot be followed */
export function parseChallenge(header: string): Challenge {
  const [, scheme, rest] = /^\s*(\w+)\s*(.*)$/.exec(header) ?? []
  if (scheme?.toLowerCase() === 'basic') return {scheme: 'basic'}
  const fields = new Map<string, string>()
  for (const [, key, value] of (rest ?? '').matchAll(/(\w+)="([^"]*)"/g)) fields.set(key!.toLowerCase(), value!)
  const realm = fields.get('realm')
  if (scheme?.toLowerCase() !== 'bearer' || realm === undefined) {
    throw new FluxError('fetch-failed', 'the registry asks for a way to log in that is not known', {hints: [header.slice(0, 80)]})
  }
  return {scheme: 'bearer', realm, service: fields.get('service') ?? '', scope: fields.get('scope') ?? ''}
}
