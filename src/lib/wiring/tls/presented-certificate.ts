import {isIP} from 'node:net'
import {connect} from 'node:tls'
import type {Presented} from './certificate-words.js'

/** A server that does not greet has no words of its own. */
const GREETING_MS = 10_000

/**
 * The certificate that a server shows, whoever signed it; undefined when there is none to be had, or when `signal` aborts
 * before. Nothing is sent to the server: node keeps the certificate to itself when it refuses one, and what is wrong with it is all
 * that this is for.
 */
export function presentedCertificate(server: string, name: string, signal?: AbortSignal): Promise<Presented | undefined> {
  const {hostname, port} = new URL(server)
  const host = hostname.replace(/^\[|\]$/g, '')
  if (signal?.aborted) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    const options = {host, port: Number(port || 443), rejectUnauthorized: false, timeout: GREETING_MS}
    const socket = connect({...options, ...(isIP(name) ? {} : {servername: name})})
    const giveUp = () => end()
    const end = (certificate?: Presented) => {
      signal?.removeEventListener('abort', giveUp)
      socket.destroy()
      resolve(certificate)
    }
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerCertificate()
      end(certificate.valid_to ? certificate : undefined)
    })
    signal?.addEventListener('abort', giveUp, {once: true})
    socket.once('timeout', giveUp)
    socket.once('error', giveUp)
  })
}
