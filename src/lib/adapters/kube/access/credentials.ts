import {FluxError, messageOf} from '../../../errors/flux-error.js'
import type {Clock} from '../../../ports/clock.js'
import type {DiskFs} from '../../../ports/files.js'
import type {KubeAccess} from './access.js'
import type {Connection, KubeCluster, KubeUser} from './kubeconfig.js'

export interface CredentialSources {
  readonly fs: Pick<DiskFs, 'read'>
  readonly clock: Pick<Clock, 'monotonic'>
}

/** A token file is read again after this long (ms), as client-go does: kubelets replace it. */
const TOKEN_FILE_TTL = 60_000

/** A connection whose server is known. */
type Reachable = Pick<Connection, 'namespace' | 'user'> & {readonly cluster: KubeCluster}

/** Access as a kubeconfig context describes it. Only exec plugins and auth providers load the big client library. */
export async function accessOf(connection: Reachable, sources: CredentialSources): Promise<KubeAccess> {
  const {cluster, user} = connection
  // a key without its certificate says nothing
  const certified = Boolean(user['client-certificate-data'] || user['client-certificate'])
  const read = async (inline: string | undefined, path: string | undefined) => {
    if (inline) return Buffer.from(inline, 'base64').toString('utf8')
    return path ? textOf(sources, path) : undefined
  }
  const tls = {
    ca: await read(cluster['certificate-authority-data'], cluster['certificate-authority']),
    cert: await read(user['client-certificate-data'], user['client-certificate']),
    key: certified ? await read(user['client-key-data'], user['client-key']) : undefined,
    serverName: cluster['tls-server-name'],
    insecure: cluster['insecure-skip-tls-verify'] === true,
  }
  const server = (/^https?:\/\//.test(cluster.server) ? cluster.server : `http://${cluster.server}`).replace(/\/+$/, '')
  const plugin = user.exec || user['auth-provider'] ? await pluginCredentials(connection) : undefined
  const impersonated = impersonation(user)
  const headers = plugin?.headers ?? headersOf(user, sources)
  return {
    server,
    tls,
    proxy: cluster['proxy-url'] || undefined,
    namespace: connection.namespace,
    headers: async (stale) => ({...(await headers(stale)), ...impersonated}),
    clientCertificate: plugin?.clientCertificate,
  }
}

/** Access with a token that a file holds, e.g. inside a Pod. */
export function tokenFileHeaders(path: string, sources: CredentialSources): KubeAccess['headers'] {
  let token = ''
  let readAt = Number.NEGATIVE_INFINITY
  return async (stale) => {
    if (stale || sources.clock.monotonic() - readAt > TOKEN_FILE_TTL) {
      token = (await textOf(sources, path)).trim()
      readAt = sources.clock.monotonic()
    }
    return {authorization: `Bearer ${token}`}
  }
}

async function textOf({fs}: CredentialSources, path: string): Promise<string> {
  try {
    return Buffer.from(await fs.read(path)).toString('utf8')
  } catch (error) {
    const {code} = error as {code?: string}
    const why = code === 'EISDIR' ? `kubernetes client initialization failed: read ${path}: is a directory` : undefined
    throw new FluxError('bad-kubeconfig', why ?? `unable to read ${path}: ${messageOf(error)}`, {cause: error})
  }
}

function headersOf(user: KubeUser, sources: CredentialSources): KubeAccess['headers'] {
  if (user.tokenFile && !user.token) return tokenFileHeaders(user.tokenFile, sources)
  const fixed: Record<string, string> = {}
  if (user.token) fixed['authorization'] = `Bearer ${user.token}`
  else if (user.username !== undefined)
    fixed['authorization'] = 'Basic ' + Buffer.from(`${user.username}:${user.password ?? ''}`).toString('base64')
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

/** Exec plugins, OIDC and the cloud auth providers, by the official library. */
async function pluginCredentials({cluster, user}: Reachable): Promise<Pick<KubeAccess, 'headers' | 'clientCertificate'>> {
  const {KubeConfig} = await import('@kubernetes/client-node')
  const config = new KubeConfig()
  config.loadFromOptions({
    clusters: [{name: 'cluster', server: cluster.server, skipTLSVerify: cluster['insecure-skip-tls-verify'] === true}],
    users: [{name: 'user', exec: user.exec, authProvider: user['auth-provider']}],
    contexts: [{name: 'context', cluster: 'cluster', user: 'user'}],
    currentContext: 'context',
  })
  const options = async () => {
    const made: {headers?: Record<string, string>; cert?: string | Buffer; key?: string | Buffer} = {}
    await config.applyToHTTPSOptions(made as never)
    return made
  }
  return {
    async headers() {
      const token = (await options()).headers?.['Authorization']
      const none: Record<string, string> = {}
      return token === undefined ? none : {authorization: token}
    },
    async clientCertificate() {
      const {cert, key} = await options()
      return cert && key ? {cert: String(cert), key: String(key)} : undefined
    },
  }
}
