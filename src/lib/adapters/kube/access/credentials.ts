import {FluxError} from '../../../errors/flux-error.js'
import {goFileText} from '../../../errors/go-file.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {Clock} from '../../../ports/clock.js'
import type {DiskFs} from '../../../ports/files.js'
import type {KubeAccess} from './access.js'
import {CredentialError} from './credential-error.js'
import type {Connection, KubeCluster, KubeUser} from './kubeconfig.js'
import type {AskIdentity, Tokens} from './oidc/id-provider.js'
import {serverFault} from './server-fault.js'
import {tokenFileHeaders} from './token-file.js'

export interface CredentialSources {
  readonly fs: Pick<DiskFs, 'read'>
  /** has the files of the configuration that were read when it was confirmed: a pipe gives them once */
  readonly confirmed?: Pick<DiskFs, 'read'>
  readonly clock: Pick<Clock, 'monotonic' | 'now'>
  /** environment of exec plugins; the process's own by default */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Asks identity providers; without it tokens that are over stay so. */
  readonly ask?: AskIdentity | undefined
  /** Writes new tokens to where the old ones came from. */
  readonly keep?: ((tokens: Tokens) => Promise<void>) | undefined
}

/** A connection whose server is known. */
type Reachable = Pick<Connection, 'namespace' | 'user'> & {readonly cluster: KubeCluster}
type Headers = KubeAccess['headers']

/**
 * Access as a kubeconfig context describes it. Nobody says who they are, and nothing of TLS counts, on the way to a server
 * without https, as in client-go.
 * @throws FluxError `bad-kubeconfig` for what the configuration lacks, `bad-client` when no client can be made of it
 */
export async function accessOf({cluster, user, namespace}: Reachable, sources: CredentialSources): Promise<KubeAccess> {
  const server = serverOf(cluster.server)
  const common = {server, proxy: cluster['proxy-url'] || undefined, namespace}
  const impersonated = impersonation(user)
  const fault = await serverFault(cluster.server)
  if (!/^https:/i.test(server)) {
    if (fault !== undefined) throw unusable(fault)
    return {...common, tls: {}, headers: async () => impersonated}
  }
  // read first, as part of the configuration
  const fileToken = user.tokenFile && !user.token ? await fileText(sources, user.tokenFile, 'bad-kubeconfig') : undefined
  const plugin = user.exec || user['auth-provider'] ? await pluginOf({cluster, user}, sources) : undefined
  const {fault: certificateFault, tls} = await confirmedTls(await tlsOf(cluster, user, sources), areFiles(user))
  const own = ownHeaders(user, sources, fileToken)
  if (fault !== undefined) throw unusable(fault)
  // who says by other means who they are is asked for nothing more
  const isCertified = tls.cert !== undefined || certificateFault !== undefined
  const asked = own === undefined && !isCertified ? plugin : undefined
  const headers: Headers = own ?? asked?.headers ?? (async () => ({}))
  return {
    ...common,
    tls,
    headers: async (stale) => ({...(await headers(stale)), ...impersonated}),
    clientCertificate: certificateFault === undefined ? asked?.clientCertificate : () => Promise.reject(certificateFault),
    close: asked?.close,
  }
}

/** A client cannot be made of this configuration. */
function unusable(why: string): FluxError {
  return new FluxError('bad-client', `kubernetes client initialization failed: ${why}`)
}

/** The address without query, fragment and slashes at its end; a host and port alone mean http. */
function serverOf(server: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `http://${server}`
  return whole.replace(/[?#].*$/s, '').replace(/\/+$/, '')
}

async function tlsOf(cluster: KubeCluster, user: KubeUser, sources: CredentialSources): Promise<KubeAccess['tls']> {
  // a key without its certificate says nothing
  const certified = Boolean(user['client-certificate-data'] || user['client-certificate'])
  const read = async (inline: string | undefined, path: string | undefined) => {
    if (inline) return Buffer.from(inline, 'base64').toString('utf8')
    return path ? fileText({fs: sources.confirmed ?? sources.fs}, path, 'bad-client') : undefined
  }
  return {
    ca: await read(cluster['certificate-authority-data'], cluster['certificate-authority']),
    cert: await read(user['client-certificate-data'], user['client-certificate']),
    key: certified ? await read(user['client-key-data'], user['client-key']) : undefined,
    serverName: cluster['tls-server-name'],
    insecure: cluster['insecure-skip-tls-verify'] === true,
  }
}

interface ConfirmedTls {
  readonly tls: KubeAccess['tls']
  /** why there is no client certificate for any request */
  readonly fault?: CredentialError
}

/** client-go reads the files of a client certificate again for each connection: that something is wrong with them is about that one. */
const areFiles = (user: KubeUser) => !user['client-certificate-data'] && !user['client-key-data']

/**
 * Refuses TLS settings that no client can be made of: what is no certificate, a key of another one, trust beside none. A client certificate
 * is given in the form that everybody reads.
 * @throws FluxError `bad-client` in client-go's words
 */
async function confirmedTls(tls: KubeAccess['tls'], areFiles: boolean): Promise<ConfirmedTls> {
  const {ca, cert, key, insecure} = tls
  if (ca && insecure) throw unusable('specifying a root certificates file with the insecure flag is not allowed')
  if (ca) {
    const {rootCertificatesFault} = await import('../../../formats/pem/root-certificates-fault.js')
    const fault = rootCertificatesFault(ca)
    if (fault !== undefined) throw unusable(`unable to load root certificates: ${fault}`)
  }
  if (cert === undefined || key === undefined) return {tls}
  const {keyPairOf} = await import('../../../formats/pem/key-pair-fault.js')
  const pair = keyPairOf(cert, key)
  if (typeof pair !== 'string') return {tls: {...tls, ...pair}}
  if (!areFiles) throw unusable(pair)
  return {tls: {...tls, cert: undefined, key: undefined}, fault: new CredentialError(pair)}
}

/**
 * Access with the token of a file; `first` is what it held when it was read just now.
 * @throws FluxError `bad-client` when there is nothing that could be sent
 */
export function fileTokenHeaders(path: string, sources: CredentialSources, {first, token}: FileToken): Headers {
  const fallback = token || first
  if (!fallback) throw unusable(`read empty token from file ${JSON.stringify(path)}`)
  const read = () => fileText(sources, path, 'bad-kubeconfig')
  return tokenFileHeaders({clock: sources.clock, read, first, fallback})
}

interface FileToken {
  readonly first?: string | undefined
  /** the one that stands beside the file's name */
  readonly token?: string | undefined
}

async function fileText(
  {fs}: Pick<CredentialSources, 'fs'>,
  path: string,
  code: 'bad-kubeconfig' | 'bad-client',
): Promise<string> {
  try {
    return Buffer.from(await fs.read(path)).toString('utf8')
  } catch (error) {
    const why = goFileText(error, path)
    throw code === 'bad-client' ? unusable(why) : new FluxError(code, why, {cause: error})
  }
}

/** Who the kubeconfig says that the caller is; undefined when it names no token and no user: a password alone says nothing. */
function ownHeaders(user: KubeUser, sources: CredentialSources, fileToken: string | undefined): Headers | undefined {
  const {token, tokenFile, username, password = ''} = user
  if (username && (token || tokenFile)) throw unusable('username/password or bearer token may be set, but not both')
  if (tokenFile) return fileTokenHeaders(tokenFile, sources, {first: fileToken, token})
  if (token) return constant(`Bearer ${token}`)
  return username ? constant('Basic ' + Buffer.from(`${username}:${password}`).toString('base64')) : undefined
}

function constant(authorization: string): Headers {
  const fixed = {authorization}
  return async () => fixed
}

function impersonation(user: KubeUser): Record<string, string | string[]> {
  if (!user.as) return {}
  return {
    'impersonate-user': user.as,
    ...(user['as-groups']?.length ? {'impersonate-group': [...user['as-groups']]} : {}),
    ...(user['as-uid'] ? {'impersonate-uid': user['as-uid']} : {}),
  }
}

const nobody: AskIdentity = async () => {
  throw new Error('no identity provider can be asked here')
}

type Plugin = Pick<KubeAccess, 'headers' | 'clientCertificate' | 'close'>

async function pluginOf({cluster, user}: Pick<Reachable, 'cluster' | 'user'>, sources: CredentialSources): Promise<Plugin> {
  if (!isObject(user.exec)) {
    const {authProvider} = await import('./auth-provider.js')
    const {fs, clock, ask = nobody, keep = async () => undefined} = sources
    return {headers: await authProvider(user['auth-provider']!, {fs, ask, keep, now: () => clock.now()}, unusable)}
  }
  const {createExecPlugin, EXEC_VERSIONS} = await import('./exec-plugin.js')
  const version = String(user.exec['apiVersion'])
  if (!EXEC_VERSIONS.includes(version)) throw unusable(`exec plugin: invalid apiVersion ${JSON.stringify(version)}`)
  const plugin = createExecPlugin(user.exec, clusterInfo(cluster), {
    env: sources.env ?? process.env,
    terminal: Boolean(process.stdin.isTTY),
    now: () => sources.clock.now(),
  })
  return {
    async headers(stale) {
      const {token} = await plugin.credential(stale)
      const none: Record<string, string> = {}
      return token === undefined ? none : {authorization: `Bearer ${token}`}
    },
    clientCertificate: async () => (await plugin.credential()).certificate,
    close: () => plugin.close(),
  }
}

/** What a plugin is told about the cluster when it wants to know. */
function clusterInfo(cluster: KubeCluster): JsonObject {
  const known = ['server', 'tls-server-name', 'insecure-skip-tls-verify', 'certificate-authority-data', 'proxy-url'] as const
  return Object.fromEntries(known.flatMap((name) => (cluster[name] === undefined ? [] : [[name, cluster[name]]]))) as JsonObject
}
