import {FluxError} from '../../errors/flux-error.js'
import {isObject, type JsonValue} from '../../formats/json/value.js'

export interface Credentials {
  readonly username: string
  readonly password: string
}

/** The credentials of a registry in a docker config (`auths`); keys may be addresses. Undefined without any. */
export function dockerCredentials(config: JsonValue, host: string): Credentials | undefined {
  const auths = isObject(config) && isObject(config.auths) ? config.auths : {}
  for (const [key, value] of Object.entries(auths)) {
    if (hostOf(key) !== aliased(host) || !isObject(value)) continue
    if (typeof value.auth === 'string') {
      const text = Buffer.from(value.auth, 'base64').toString()
      const cut = text.indexOf(':')
      if (cut > 0) return {username: text.slice(0, cut), password: text.slice(cut + 1).replace(/\0+$/, '')}
    }
    if (typeof value.username === 'string' && typeof value.password === 'string') {
      return {username: value.username, password: value.password}
    }
  }
  return undefined
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
