import {isIP, type Socket} from 'node:net'
import {domainToASCII} from 'node:url'
import {goDialText, ProxyError} from '../../../errors/go-dial.js'
import {ipBytes} from '../../../formats/url/ip-bytes.js'
import type {ProxyAddress} from '../../../formats/url/proxy-address.js'
import {readExactly} from './read-exactly.js'
import {endsOf, placeOf, type Target} from './target.js'

const VERSION = 5
const NO_LOGIN = 0
const LOGIN = 2
const NONE_FITS = 0xff
const CONNECT = 1
/** Kinds of addresses. */
const [IPV4, NAME, IPV6] = [1, 3, 4]

/** What Go calls the replies. */
const REPLIES: readonly string[] = [
  '',
  'general SOCKS server failure',
  'connection not allowed by ruleset',
  'network unreachable',
  'host unreachable',
  'connection refused',
  'TTL expired',
  'command not supported',
  'address type not supported',
]

/**
 * Has a SOCKS5 proxy (RFC 1928) connect the socket with a server, whose name the proxy looks up; with a name and a password
 * (RFC 1929) when the proxy asks for them and its URL has them. Nothing of what the server says is read.
 * @throws ProxyError in Go's words
 */
export async function socksConnect(socket: Socket, proxy: ProxyAddress, target: Target): Promise<void> {
  const ends = endsOf(socket)
  try {
    await chooseLogin(socket, proxy.login)
    socket.write(Buffer.concat([Buffer.from([VERSION, CONNECT, 0]), addressOf(target.host), portBytes(target.port)]))
    await readReply(socket)
  } catch (error) {
    const way = `${placeOf(proxy)}->${placeOf(target)}`
    throw new ProxyError(`socks connect tcp ${way}: ${goDialText(error, ends) ?? (error as Error).message}`, error)
  }
}

async function chooseLogin(socket: Socket, login: ProxyAddress['login']): Promise<void> {
  const methods = login ? [NO_LOGIN, LOGIN] : [NO_LOGIN]
  socket.write(Buffer.from([VERSION, methods.length, ...methods]))
  const [version, method] = await readExactly(socket, 2)
  refuseVersion(version)
  if (method === NONE_FITS) throw new Error('no acceptable authentication methods')
  // as Go: who has no login does not look at what the proxy would like
  if (!login || method === NO_LOGIN) return
  if (method !== LOGIN) throw new Error(`unsupported authentication method ${method}`)
  await logIn(socket, login)
}

async function logIn(socket: Socket, {name, password}: NonNullable<ProxyAddress['login']>): Promise<void> {
  if (name.length === 0 || name.length > 255 || password.length > 255) throw new Error('invalid username/password')
  socket.write(Buffer.concat([Buffer.from([1, name.length]), name, Buffer.from([password.length]), password]))
  const [version, status] = await readExactly(socket, 2)
  if (version !== 1) throw new Error('invalid username/password version')
  if (status !== 0) throw new Error('username/password authentication failed')
}

/** The address that it tells is the proxy's own, and of no use. */
async function readReply(socket: Socket): Promise<void> {
  const [version, reply = 0, reserved, kind] = await readExactly(socket, 4)
  refuseVersion(version)
  if (reply !== 0) throw new Error(`unknown error ${REPLIES[reply] ?? `unknown code: ${reply}`}`)
  if (reserved !== 0) throw new Error('non-zero reserved field')
  const fixed = kind === IPV4 ? 4 : kind === IPV6 ? 16 : undefined
  if (fixed === undefined && kind !== NAME) throw new Error(`unknown address type ${kind}`)
  const length = fixed ?? (await readExactly(socket, 1))[0]!
  await readExactly(socket, length + 2)
}

function refuseVersion(version: number | undefined): void {
  if (version !== VERSION) throw new Error(`unexpected protocol version ${version}`)
}

function addressOf(host: string): Buffer {
  const bytes = isIP(host) ? ipBytes(host) : undefined
  if (bytes) return Buffer.from([bytes.length === 4 ? IPV4 : IPV6, ...bytes])
  const name = Buffer.from(/[^\x00-\x7f]/.test(host) ? domainToASCII(host) : host)
  if (name.length > 255) throw new Error('FQDN too long')
  return Buffer.from([NAME, name.length, ...name])
}

const portBytes = (port: number) => Buffer.from([port >> 8, port & 0xff])
