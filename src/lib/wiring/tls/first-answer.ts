import {connect as connectTcp} from 'node:net'
import {Duplex} from 'node:stream'
import {connect as connectTls} from 'node:tls'

/** A server that does not answer has no words of its own. */
const ANSWER_MS = 10_000

/**
 * What a server answers to a TLS greeting first, as text; undefined when it says nothing, or when `signal` aborts before. Nothing but the
 * greeting is sent: of an answer that is no TLS node keeps to itself what it was.
 */
export function firstAnswer(server: string, signal?: AbortSignal): Promise<string | undefined> {
  const {hostname, port} = new URL(server)
  if (signal?.aborted) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    const socket = connectTcp({host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 443), timeout: ANSWER_MS})
    const greeting = new Duplex({read() {}, write: (bytes, _, done) => void socket.write(bytes, () => done())})
    const tls = connectTls({socket: greeting, ca: [], rejectUnauthorized: false})
    const giveUp = () => end()
    const end = (bytes?: Buffer) => {
      signal?.removeEventListener('abort', giveUp)
      tls.destroy()
      socket.destroy()
      resolve(bytes?.toString('latin1'))
    }
    tls.on('error', () => undefined)
    signal?.addEventListener('abort', giveUp, {once: true})
    socket.once('data', end)
    for (const event of ['timeout', 'error', 'close']) socket.once(event, giveUp)
  })
}
