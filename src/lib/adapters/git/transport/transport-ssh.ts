import type {Duplex} from 'node:stream'
import type {Client, ClientChannel, ConnectConfig, ParsedKey, ServerHostKeyAlgorithm} from 'ssh2'
import {goSshText} from '../../../errors/go-dial.js'
import {goErrno} from '../../../errors/go-file.js'
import {goQuote} from '../../../errors/go-quote.js'
import type {GitAuth} from '../../../ports/git.js'
import type {Http} from '../../../ports/http.js'
import {asGitError, GitError} from '../git-error.js'
import {PktReader} from '../protocol/pkt-line.js'
import {type Advertisement, readAdvertisement, refused} from '../protocol/upload-pack.js'
import {networkText} from './go-errors.js'
import {KnownHosts} from './known-hosts.js'
import {sshPrivateKey} from './ssh-identity.js'
import {throughProxy} from './ssh-proxy.js'
import type {GitService, ServiceName} from './transport.js'

const HOST_KEYS: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
]

/**
 * Git over ssh. The connection is opened with the first request and serves all until `close`.
 * @throws GitError when the identity or known_hosts cannot be read
 */
export async function sshService(http: Http, url: string, auth: GitAuth, name: ServiceName): Promise<GitService> {
  const target = parseSshUrl(url)
  const credentials = await readCredentials(auth)
  const mayBeEmpty = name === 'git-receive-pack'
  let connection: Promise<Client> | undefined
  /** A service that has told its references and waits for what is wanted. */
  let waiting: Service | undefined

  async function begin(signal: AbortSignal | undefined): Promise<Service> {
    signal?.throwIfAborted()
    if (target.port > 65535) throw new GitError('git-network', `dial tcp: address ${target.port}: invalid port`)
    connection ??= throughProxy(http, {...target, proxy: auth.proxy}, signal).then((sock) =>
      connect(target, credentials, sock, signal),
    )
    const client = await connection
    const channel = await execute(client, `${name} '${target.path.replaceAll("'", "'\\''")}'`)
    const errors: Buffer[] = []
    channel.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
    const service = {client, channel, errors, reader: new PktReader(channel as AsyncIterable<Uint8Array>)}
    return {
      ...service,
      advertised: await talk(service, signal, () => readAdvertisement(service.reader, {smartHttp: false, mayBeEmpty})),
    }
  }

  return {
    async advertise(signal) {
      waiting = await begin(signal)
      return waiting.advertised
    },
    async exchange(body, read, signal) {
      const service = waiting ?? (await begin(signal))
      waiting = undefined
      return talk(service, signal, () => {
        service.channel.write(body)
        return read(service.reader)
      }).finally(() => service.channel.close())
    },
    close() {
      waiting?.channel.end(Buffer.from('0000'))
      void connection?.then(
        (client) => client.end(),
        () => {},
      )
    },
  }
}

interface Service {
  readonly client: Client
  readonly channel: ClientChannel
  readonly reader: PktReader
  readonly errors: readonly Buffer[]
  readonly advertised: Advertisement
}

/** One exchange with a running service: an abort ends the connection, a failure is told in the other side's words. */
async function talk<T>(
  service: Omit<Service, 'advertised'>,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const abort = (): void => {
    service.client.destroy()
  }
  signal?.addEventListener('abort', abort, {once: true})
  try {
    return await work()
  } catch (error) {
    if (signal?.aborted) throw asGitError(signal.reason)
    // Give the other side's last words a chance to arrive: they say more than an early end of the stream.
    if (service.errors.length === 0) await new Promise((resolve) => setTimeout(resolve, 50))
    const said = Buffer.concat(service.errors).toString('utf8').trim()
    if (said !== '' && !(error instanceof GitError && error.code === 'git-empty')) throw refused(said)
    throw error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

/** An agent is wanted and there is none. */
const NO_AGENT = 'error creating SSH agent: "SSH agent requested but SSH_AUTH_SOCK not-specified"'

interface Target {
  readonly user: string
  readonly host: string
  readonly port: number
  readonly path: string
}

function parseSshUrl(url: string): Target {
  const [start, port] = /^ssh:\/\/[^/]*:(\d+)(?=\/|$)/.exec(url) ?? []
  if (start !== undefined && Number(port) > 65535) {
    return {...parseSshUrl(start.replace(/:\d+$/, '') + url.slice(start.length)), port: Number(port)}
  }
  const parsed = new URL(url)
  const path = decodeURIComponent(parsed.pathname)
  return {
    user: decodeURIComponent(parsed.username) || 'git',
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: Number(parsed.port || 22),
    path: path.startsWith('/~') ? path.slice(1) : path,
  }
}

interface Credentials {
  readonly username: string | undefined
  readonly password: string | undefined
  readonly identity: ReturnType<typeof sshPrivateKey> | undefined
  readonly agent: string | undefined
  readonly hostKeyAlgorithms: readonly string[]
  readonly known: () => KnownHosts
}

async function readCredentials(auth: GitAuth): Promise<Credentials> {
  const {utils} = (await import('ssh2')).default
  try {
    if (auth.agent === '' && !auth.identity && !auth.password) throw new GitError('git-auth', NO_AGENT)
    if (auth.agent && !auth.identity && !auth.password) await reachAgent(auth.agent)
    const identity = auth.identity ? sshPrivateKey(auth.identity, auth.password) : undefined
    if (identity) {
      const parsed = utils.parseKey(identity.key, identity.passphrase)
      if (parsed instanceof Error) throw unreadable(parsed, identity.key)
      if (!isPrivate(parsed)) throw new GitError('git-auth', 'ssh: no key found')
    }
    return {
      username: auth.username,
      password: auth.password,
      identity,
      agent: auth.agent,
      hostKeyAlgorithms: auth.hostKeyAlgorithms ?? [],
      known: knownHosts(auth),
    }
  } catch (error) {
    const known = error instanceof GitError && error.code === 'git-invalid' ? 'knownhosts: ' : ''
    throw asGitError(error).prefixed(`unable to construct auth method with options: ${known}`.replace(/: $/, ''))
  }
}

/** Files of the machine are read when a connection is made, a text at once, as in Flux. */
function knownHosts({knownHosts: text, knownHostsFiles: files}: GitAuth): () => KnownHosts {
  if (files) return () => KnownHosts.ofFiles(files)
  const known = new KnownHosts(text)
  return () => known
}

/** Throws when no agent answers there. */
async function reachAgent(path: string): Promise<void> {
  const {connect: dial} = await import('node:net')
  const socket = dial(path)
  try {
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  } catch (error) {
    const words = `Error connecting to SSH_AUTH_SOCK: dial unix ${path}: connect: ${goErrno(error)}`
    throw new GitError('git-auth', `error creating SSH agent: ${goQuote(words)}`, {cause: error})
  } finally {
    socket.destroy()
  }
}

/** A public key in the place of the private one is read as well. */
function isPrivate(parsed: ParsedKey | readonly ParsedKey[]): boolean {
  return [parsed].flat().every((key) => key.isPrivateKey())
}

/** Sorts of PEM that Go takes for private keys. */
const PRIVATE = /^(?:(?:RSA|EC|DSA|OPENSSH) )?PRIVATE KEY$/

function unreadable(error: Error, pem: string): GitError {
  const [, sort] = /-----BEGIN ([^-]+)-----/.exec(pem) ?? []
  if (sort !== undefined && !PRIVATE.test(sort)) {
    return new GitError('git-auth', `ssh: unsupported key type ${JSON.stringify(sort)}`, {cause: error})
  }
  const locked = /passphrase|integrity check|decrypt/i.test(error.message)
  return new GitError('git-auth', locked ? 'x509: decryption password incorrect' : 'ssh: no key found', {cause: error})
}

async function connect(target: Target, auth: Credentials, sock: Duplex | undefined, signal?: AbortSignal): Promise<Client> {
  const ssh = (await import('ssh2')).default
  const {identity} = auth
  const known = auth.known()
  const client = new ssh.Client()
  let hostKeyFault: string | undefined
  const config: ConnectConfig = {
    host: target.host,
    port: target.port,
    ...(sock && {sock}),
    username: auth.username || target.user,
    ...(identity ? {privateKey: identity.key, ...(identity.passphrase ? {passphrase: identity.passphrase} : {})} : {}),
    ...(!identity && auth.password ? {password: auth.password} : {}),
    ...(!identity && auth.agent ? {agent: auth.agent} : {}),
    readyTimeout: 0,
    algorithms: {serverHostKey: hostKeys(auth, known.types(target.host, target.port))},
    hostVerifier: (key: Buffer): boolean => {
      hostKeyFault = known.check(target.host, target.port, key)
      return hostKeyFault === undefined
    },
  }
  return new Promise((resolve, reject) => {
    let over = false
    const fail = (error: unknown): void => {
      if (over) return
      over = true
      signal?.removeEventListener('abort', abort)
      client.destroy()
      reject(signal?.aborted ? asGitError(signal.reason) : sshError(error, hostKeyFault, target))
    }
    const abort = (): void => fail(signal?.reason)
    signal?.addEventListener('abort', abort, {once: true})
    client.once('ready', () => {
      over = true
      signal?.removeEventListener('abort', abort)
      resolve(client)
    })
    // a connection that is reset tells it twice, and nobody else listens
    client.on('error', fail)
    client.once('close', () => fail(new Error('EOF')))
    try {
      client.connect(config)
    } catch (error) {
      fail(error)
    }
  })
}

/** What the user wants, in that order. */
function hostKeys({hostKeyAlgorithms}: Credentials, onRecord: readonly string[]): ServerHostKeyAlgorithm[] {
  return hostKeyAlgorithms.length > 0 ? ([...hostKeyAlgorithms] as ServerHostKeyAlgorithm[]) : preferred(onRecord)
}

/** Types on record first, so that a server with several keys shows the one that can be checked. */
function preferred(types: readonly string[]): ServerHostKeyAlgorithm[] {
  const known = types.flatMap((type) => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type]))
  const rank = (name: string): number => (known.includes(name) ? known.indexOf(name) : known.length)
  return [...HOST_KEYS].sort((left, right) => rank(left) - rank(right))
}

function sshError(error: unknown, hostKeyFault: string | undefined, target: Target): GitError {
  if (hostKeyFault) {
    return new GitError('git-host-key', `ssh: handshake failed: ${hostKeyFault}`, {
      cause: error,
      hints: [`Check known_hosts in the Secret against the key that 'ssh-keyscan -p ${target.port} ${target.host}' prints.`],
    })
  }
  const failure = error as Error & {level?: string}
  if (failure.level === 'client-authentication') {
    const text =
      'ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain'
    return new GitError('git-auth', text, {cause: error, hints: ['Check that the server accepts the key in the Secret.']})
  }
  const text = goSshText(error) ?? networkText(error)
  return new GitError('git-network', text.startsWith('dial ') ? text : `ssh: handshake failed: ${text}`, {cause: error})
}

function execute(client: Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) reject(new GitError('git-network', `ssh: ${error.message}`, {cause: error}))
      else resolve(channel)
    })
  })
}
