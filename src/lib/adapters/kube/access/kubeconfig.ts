import {FluxError} from '../../../errors/flux-error.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'

export interface KubeCluster {
  readonly server: string
  readonly 'certificate-authority'?: string
  readonly 'certificate-authority-data'?: string
  readonly 'insecure-skip-tls-verify'?: boolean
  readonly 'tls-server-name'?: string
  readonly 'proxy-url'?: string
}

export interface KubeUser {
  readonly token?: string
  readonly tokenFile?: string
  readonly username?: string
  readonly password?: string
  readonly 'client-certificate'?: string
  readonly 'client-certificate-data'?: string
  readonly 'client-key'?: string
  readonly 'client-key-data'?: string
  readonly as?: string
  readonly 'as-groups'?: readonly string[]
  readonly 'as-uid'?: string
  readonly 'as-user-extra'?: Readonly<Record<string, readonly string[]>>
  readonly exec?: JsonObject
  readonly 'auth-provider'?: JsonObject
}

/** What the global flags say (cli reference 1.1). */
export interface KubeconfigOverrides {
  readonly context?: string | undefined
  readonly cluster?: string | undefined
  readonly user?: string | undefined
  readonly server?: string | undefined
  readonly token?: string | undefined
  readonly tlsServerName?: string | undefined
  readonly insecure?: boolean | undefined
  readonly certificateAuthority?: string | undefined
  readonly clientCertificate?: string | undefined
  readonly clientKey?: string | undefined
  readonly as?: string | undefined
  readonly asGroups?: readonly string[] | undefined
  readonly asUid?: string | undefined
  readonly asExtra?: readonly string[] | undefined
}

/** One context of the merged files, flags applied. File references are absolute when their file said so or was known. */
export interface Connection {
  readonly context: string
  /** the files name this context as the current one and have none of the name */
  readonly missing: boolean
  readonly namespace?: string | undefined
  /** undefined: nothing says where the server is */
  readonly cluster: KubeCluster | undefined
  readonly clusterName: string
  readonly user: KubeUser
  readonly userName: string
}

/** Overrides without those that say nothing: client-go takes an empty text for none. */
export function filledOverrides<T extends KubeconfigOverrides>(overrides: T): T {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== '')) as T
}

/** One kubeconfig file: its content and the folder that its relative paths mean. */
export interface KubeconfigFile {
  readonly config: JsonObject
  readonly resolve: (path: string) => string
}

/** Fields that name files. */
const FILES = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile']

/** Merges files as client-go does (the first to name a thing wins) and picks the context. */
export function connectionOf(files: readonly KubeconfigFile[], overrides: KubeconfigOverrides = {}): Connection {
  const contexts = merged(files, 'contexts', 'context')
  const current = files.map(({config}) => config['current-context']).find((name) => typeof name === 'string' && name !== '')
  const name = overrides.context ?? (current as string | undefined) ?? ''
  const context = contexts.get(name)
  if (overrides.context !== undefined && !context) throw new FluxError('no-context', `context "${name}" does not exist`)
  const clusterName = overrides.cluster ?? textOf(context?.['cluster'])
  const userName = overrides.user ?? textOf(context?.['user'])
  const cluster = merged(files, 'clusters', 'cluster').get(clusterName)
  const user = merged(files, 'users', 'user').get(userName)
  if (overrides.cluster !== undefined && !cluster) throw new FluxError('no-cluster', `cluster "${clusterName}" does not exist`)
  if (overrides.user !== undefined && !user) throw new FluxError('no-user', `auth info "${userName}" does not exist`)
  const server = overrides.server ?? textOf(cluster?.['server'])
  return {
    context: name,
    missing: name !== '' && !context,
    namespace: textOf(context?.['namespace']) || undefined,
    cluster: server === '' ? undefined : overriddenCluster({...cluster, server}, overrides),
    clusterName,
    user: overriddenUser({...user}, overrides),
    userName,
  }
}

function overriddenCluster(cluster: JsonObject & {server: string}, overrides: KubeconfigOverrides): KubeCluster {
  if (overrides.insecure) {
    // client-go: skipping the check drops the CA, which would contradict it.
    delete cluster['certificate-authority']
    delete cluster['certificate-authority-data']
    cluster['insecure-skip-tls-verify'] = true
  }
  if (overrides.certificateAuthority !== undefined) {
    delete cluster['certificate-authority-data']
    cluster['certificate-authority'] = overrides.certificateAuthority
  }
  if (overrides.tlsServerName !== undefined) cluster['tls-server-name'] = overrides.tlsServerName
  return cluster as unknown as KubeCluster
}

function overriddenUser(user: JsonObject, overrides: KubeconfigOverrides): KubeUser {
  if (overrides.token !== undefined) {
    for (const field of ['tokenFile', 'username', 'password', 'exec', 'auth-provider']) delete user[field]
    user['token'] = overrides.token
  }
  if (overrides.clientCertificate !== undefined) {
    delete user['client-certificate-data']
    user['client-certificate'] = overrides.clientCertificate
  }
  if (overrides.clientKey !== undefined) {
    delete user['client-key-data']
    user['client-key'] = overrides.clientKey
  }
  return user as KubeUser
}

/** A user with what the flags say about impersonation; an extra without `=` says nothing. */
export function impersonating(user: KubeUser, {as, asGroups, asUid, asExtra = []}: KubeconfigOverrides): KubeUser {
  const extras = asExtra.filter((extra) => extra.includes('='))
  return {
    ...user,
    ...(as !== undefined && {as}),
    ...(asGroups?.length && {'as-groups': asGroups}),
    ...(asUid !== undefined && {'as-uid': asUid}),
    ...(extras.length > 0 && {'as-user-extra': Object.fromEntries(extras.map((extra) => [extra.split('=')[0]!, []]))}),
  }
}

const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '')

function merged(files: readonly KubeconfigFile[], list: string, field: string): Map<string, JsonObject> {
  const all = new Map<string, JsonObject>()
  for (const {config, resolve} of files) {
    const entries = Array.isArray(config[list]) ? config[list].filter(isObject) : []
    for (const entry of entries)
      if (typeof entry['name'] === 'string' && !all.has(entry['name'])) all.set(entry['name'], bodyOf(entry[field], resolve))
  }
  return all
}

/** A copy with its file references made absolute. */
function bodyOf(value: JsonValue | undefined, resolve: KubeconfigFile['resolve']): JsonObject {
  const body = isObject(value) ? {...value} : {}
  for (const file of FILES) if (typeof body[file] === 'string' && body[file] !== '') body[file] = resolve(body[file])
  const exec = body['exec']
  // a command with a folder means a file, one without is looked for on PATH
  if (isObject(exec) && typeof exec['command'] === 'string' && exec['command'].includes('/'))
    body['exec'] = {...exec, command: resolve(exec['command'])}
  return body
}
