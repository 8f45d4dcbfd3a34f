import {Agent, type AgentOptions, type RequestOptions} from 'node:https'
import type {Duplex} from 'node:stream'
import {type ConnectionOptions, connect, type TLSSocket, type TLSSocketOptions} from 'node:tls'
import type {Clock} from '../../../ports/clock.js'
import {isIssuedDirectly} from './issued-directly.js'
import {limitSetUp} from './set-up.js'

type Done = (error: Error | null, socket?: Duplex) => void

interface Trust {
  /** PEM of the authorities that the kubeconfig names */
  readonly ca: string
  /** whom the server's certificate has to be for */
  readonly name: string
  readonly clock: Pick<Clock, 'now'>
}

/** What became of a connection: one to use, an error to tell, or nothing: OpenSSL has to look at the server. */
type Outcome = {readonly socket: TLSSocket} | {readonly error: Error} | undefined

/**
 * Connections to a server whose certificate one of the given authorities has issued, without the root certificates of Node: Node 20 reads all
 * of them for its first context with authorities of its own, which takes longer than everything else that a small command does (ADR 0033).
 * The certificate is checked in the middle of the handshake, before anything of ours is sent: neither a request nor a client
 * certificate. A server whose certificate is not quite ordinary gets a second connection that OpenSSL checks, as do all after it.
 */
export class OwnAuthorityAgent extends Agent {
  readonly #trust: Trust
  readonly #underWay = new Set<TLSSocket>()
  #accepted: Buffer | undefined
  #isOrdinary = true
  #isClosed = false

  constructor(options: AgentOptions, trust: Trust) {
    super(options)
    this.#trust = trust
  }

  override createConnection(options: RequestOptions, done: Done): Duplex | null | undefined {
    if (!this.#isOrdinary) return super.createConnection(options, done as never)
    void this.#opened(options).then(
      (socket) => done(null, socket),
      (error: Error) => done(error),
    )
    return undefined
  }

  override destroy(): void {
    this.#isClosed = true
    for (const socket of this.#underWay) socket.destroy()
    super.destroy()
  }

  async #opened(options: RequestOptions): Promise<Duplex> {
    const outcome = await this.#connect(options as ConnectionOptions)
    if (outcome && 'error' in outcome) throw outcome.error
    if (outcome) return outcome.socket
    if (this.#isClosed) throw new Error('the connection was closed')
    this.#isOrdinary = false
    return super.createConnection(options) as Duplex
  }

  #connect(options: ConnectionOptions): Promise<Outcome> {
    return new Promise((resolve) => {
      // OpenSSL calls back for a stapled answer, if there is one or not, when it has seen the server's keys and before it says who we are
      const own: TLSSocketOptions = {ca: [], rejectUnauthorized: false, requestOCSP: true, minVersion: 'TLSv1.3'}
      // partial chains are a setting of the store of authorities, and to make one is to read all roots
      const socket = connect({...options, ...own, allowPartialTrustChain: undefined} as ConnectionOptions)
      let [connected, accepted] = [false, false]
      this.#underWay.add(socket)
      limitSetUp(socket)
      const end = (outcome: Outcome) => {
        this.#underWay.delete(socket)
        socket.removeListener('error', onError)
        if (!outcome || 'error' in outcome) socket.on('error', () => undefined).destroy()
        resolve(outcome)
      }
      const onError = (error: NodeJS.ErrnoException) => {
        // what keeps a connection from coming about is the same for OpenSSL's own
        end(!connected || error.code === 'EGREETINGTIMEOUT' ? {error} : undefined)
      }
      socket.once('connect', () => (connected = true))
      socket.once('OCSPResponse', () => {
        accepted = this.#accepts(socket)
        if (!accepted) end(undefined)
      })
      socket.once('secureConnect', () => end(accepted ? {socket} : undefined))
      socket.once('close', () => end(undefined))
      socket.on('error', onError)
    })
  }

  #accepts(socket: TLSSocket): boolean {
    const {raw} = socket.getPeerCertificate()
    if (!raw || socket.isSessionReused()) return false
    if (this.#accepted?.equals(raw)) return true
    const {ca, name, clock} = this.#trust
    if (!isIssuedDirectly(raw, ca, name, clock.now())) return false
    this.#accepted = raw
    return true
  }
}
