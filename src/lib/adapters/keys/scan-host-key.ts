import type {Client, ServerHostKeyAlgorithm} from 'ssh2'
import {FluxError} from '../../errors/flux-error.js'
import {goDialText, goSshText} from '../../errors/go-dial.js'

const TIMEOUT_MS = 30_000

/** The order in which Go's ssh package asks for host keys, so that the same one of several is found. */
const ALGORITHMS: ServerHostKeyAlgorithm[] = [
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-256',
  'rsa-sha2-512',
  'ssh-rsa',
  'ssh-ed25519',
]

/**
 * Line of a known_hosts file with the key that the SSH server at `address` shows. Nobody logs in.
 * @throws FluxError `host-key`
 */
export async function scanHostKey(address: string, signal?: AbortSignal): Promise<string> {
  const {host, port, shown} = splitAddress(address)
  if (host.includes(':') && !shown.startsWith('[')) {
    throw scanError(shown, `dial tcp: address ${shown}: too many colons in address`)
  }
  if (port > 65_535) throw scanError(shown, `dial tcp: address ${port}: invalid port`)
  const {Client: SshClient} = (await import('ssh2')).default
  const client = new SshClient()
  try {
    const key = await shownKey(client, host, port, signal)
    return `${knownHost(host, port)} ${keyType(key)} ${key.toString('base64')}`
  } catch (error) {
    // told to stop: nothing more to say about the server
    if (signal?.reason instanceof FluxError) throw signal.reason
    throw scanError(shown, reasonOf(error, host, port), error)
  } finally {
    client.destroy()
  }
}

function scanError(shown: string, reason: string, cause?: unknown): FluxError {
  return new FluxError('host-key', `SSH key scan for host ${shown} failed, error: ${reason}`, {cause})
}

/** Resolves with the first host key that the server proves, which also ends the handshake. */
function shownKey(client: Client, host: string, port: number, signal: AbortSignal | undefined): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal?.reason)
    if (signal?.aborted) return abort()
    signal?.addEventListener('abort', abort, {once: true})
    client.on('error', reject)
    client.on('close', () => reject(new Error('EOF')))
    client.connect({
      ...{host, port, username: 'flux', readyTimeout: TIMEOUT_MS, algorithms: {serverHostKey: ALGORITHMS}},
      hostVerifier: (key: Buffer) => {
        resolve(key)
        return false
      },
    })
  })
}

interface Address {
  readonly host: string
  readonly port: number
  /** for messages, always with a port */
  readonly shown: string
}

/** `host`, `host:port`, `[::1]:port`. */
function splitAddress(address: string): Address {
  const found = /^(?:\[([^\]]*)\]|([^:]*)):(\d+)$/.exec(address)
  if (found) return {host: found[1] ?? found[2]!, port: Number(found[3]), shown: address}
  return {host: address.replace(/^\[|\]$/g, ''), port: 22, shown: `${address}:22`}
}

/** The host as known_hosts files write it: bare on port 22, else in brackets with its port. */
function knownHost(host: string, port: number): string {
  if (port !== 22) return `[${host}]:${port}`
  return host.includes(':') ? `[${host}]` : host
}

function keyType(key: Buffer): string {
  return key.toString('latin1', 4, 4 + key.readUInt32BE(0))
}

function reasonOf(error: unknown, host: string, port: number): string {
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`
  // once connected, what breaks the line is a fault of the handshake
  const reset = (error as NodeJS.ErrnoException).code === 'ECONNRESET'
  if (reset) return `ssh: handshake failed: read tcp ${place}: read: connection reset by peer`
  const dial = goDialText(error, place)
  if (dial) return dial
  const {name, level, message} = error as Error & {level?: string}
  if (level === 'client-timeout') return `dial tcp ${place}: i/o timeout`
  return name === 'TimeoutError' ? 'context deadline exceeded' : `ssh: handshake failed: ${goSshText(error) ?? message}`
}
