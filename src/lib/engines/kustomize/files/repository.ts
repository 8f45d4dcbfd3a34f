import {parseDuration} from '../../../formats/duration/duration.js'

/** A Git repository and a folder in it, as a kustomization names them in one text. */
export interface RepositorySpec {
  /** what to clone */
  readonly url: string
  /** folder of the kustomization in the repository, '' for its top */
  readonly folder: string
  /** branch, tag or commit; '' for the default branch */
  readonly ref: string
  readonly submodules: boolean
  readonly timeoutMs: number
}

const DEFAULT_TIMEOUT_MS = 27_000
const SCHEMES = ['ssh://', 'https://', 'http://', 'file://'] as const

export function isRepository(text: string): boolean {
  return parseRepository(text) !== undefined
}

/** Undefined when the text names no repository (it may still name a folder or a file). */
export function parseRepository(text: string): RepositorySpec | undefined {
  if (text.startsWith('/')) return undefined
  const question = text.indexOf('?')
  const address = question < 0 ? text : text.slice(0, question)
  const host = parseHost(address)
  if (host === undefined) return undefined
  const parts = splitRepository(host.rest, host.host.startsWith('file://'))
  if (parts === undefined || parts[0] === '') return undefined
  const [repository, folder] = parts
  if (leavesRepository(folder)) return undefined
  return {
    url: host.host + repository,
    folder: folder.replace(/^\//, ''),
    ...parseQuery(question < 0 ? '' : text.slice(question + 1)),
  }
}

function parseHost(address: string): {host: string; rest: string} | undefined {
  let text = address.replace(/^git::/i, '')
  const scheme = SCHEMES.find((prefix) => text.slice(0, prefix.length).toLowerCase() === prefix) ?? ''
  text = text.slice(scheme.length)
  const username = /^[a-zA-Z][a-zA-Z0-9-]*@/.exec(text)?.[0] ?? ''
  text = text.slice(username.length)
  const github = /^github\.com[/:]/i.test(text)
  const scp = scheme === '' && (username !== '' || github)
  if (scheme === '' && !scp) return undefined
  if (scheme === 'file://') return {host: scheme, rest: username + text}
  const at = separator(text, scp)
  let host = at < 0 ? text : text.slice(0, at + 1)
  const rest = at < 0 ? '' : text.slice(at + 1)
  if (github) {
    host = scheme === 'ssh://' || username !== '' ? `${username}github.com:` : 'https://github.com/'
    return {host, rest}
  }
  return host === '' ? undefined : {host: scheme + username + host, rest}
}

function separator(text: string, scp: boolean): number {
  const slash = text.indexOf('/')
  if (!scp) return slash
  const colon = text.indexOf(':')
  return slash < 0 || (colon > 0 && colon < slash) ? colon : slash
}

/** Repository and folder: split at `_git/`, `//` or `.git`, else after two parts. */
function splitRepository(rest: string, whole: boolean): [repository: string, folder: string] | undefined {
  const azure = rest.indexOf('_git/')
  if (azure >= 0) {
    const [name, ...folders] = rest.slice(azure + 5).split('/')
    return [rest.slice(0, azure + 5) + name, folders.join('/')]
  }
  const double = rest.indexOf('//')
  if (double >= 0) return [rest.slice(0, double), rest.slice(double + 2)]
  const suffix = rest.indexOf('.git')
  if (suffix >= 0) return [rest.slice(0, suffix + 4), rest.slice(suffix + 4)]
  if (whole) return [rest, '']
  const segments = rest.split('/')
  return segments.length < 2 ? undefined : [segments.slice(0, 2).join('/'), segments.slice(2).join('/')]
}

function leavesRepository(folder: string): boolean {
  let depth = 0
  for (const part of folder.replace(/^\//, '').split('/')) {
    if (part === '..') depth--
    else if (part !== '' && part !== '.') depth++
    if (depth < 0) return true
  }
  return false
}

function parseQuery(query: string): Pick<RepositorySpec, 'ref' | 'submodules' | 'timeoutMs'> {
  const values = new URLSearchParams(query)
  const submodules = values.get('submodules') ?? ''
  return {
    ref: values.get('ref') || values.get('version') || '',
    submodules: !/^(0|f|F|false|FALSE|False)$/.test(submodules),
    timeoutMs: timeoutOf(values.get('timeout') ?? ''),
  }
}

function timeoutOf(text: string): number {
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text) * 1000
  try {
    const ms = parseDuration(text)
    return ms > 0 ? ms : DEFAULT_TIMEOUT_MS
  } catch {
    return DEFAULT_TIMEOUT_MS
  }
}
