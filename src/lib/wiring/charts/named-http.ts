import {rootCertificates} from 'node:tls'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {Http, HttpRequest} from '../../ports/http.js'
import {dialWords} from '../dial-error.js'

/**
 * HTTP to repositories and registries: what keeps a connection from being made is told with the address and what to do about it;
 * certificates of a request are trusted beside those of the system (source-controller reference 8.1).
 */
export function namedHttp(http: Http): Http {
  return {
    async request(request) {
      try {
        return await http.request(withRoots(request))
      } catch (error) {
        throw namedFault(error, request)
      }
    },
  }
}

function withRoots(request: HttpRequest): HttpRequest {
  const {tls} = request
  return tls?.ca === undefined ? request : {...request, tls: {...tls, ca: [tls.ca, ...rootCertificates].join('\n')}}
}

/** A FluxError `fetch-failed` for what a socket says; anything else as it is. */
function namedFault(error: unknown, {url, signal}: HttpRequest): unknown {
  if (error instanceof FluxError || !(error instanceof Error) || signal?.aborted) return error
  const {protocol, host, hostname, pathname} = new URL(url)
  const {code = ''} = error as NodeJS.ErrnoException
  const place = `${protocol}//${host}${pathname}`
  const fault = (words: string, hints: readonly string[]) =>
    new FluxError('fetch-failed', `GET ${place}: ${words}`, {hints, cause: error})
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return protocol === 'https:' && /wrong version number|packet length too long|unexpected message/i.test(error.message)
      ? fault('the server does not speak TLS', [
          `is ${host} plain http? A registry then needs insecure: true, a repository http://`,
        ])
      : fault(`the TLS handshake failed: ${alertOf(error.message)}`, [
          'does the server want a client certificate? certSecretRef has it',
        ])
  }
  if (protocol === 'http:' && (code.startsWith('HPE_') || code === 'ECONNRESET')) {
    return fault(code === 'ECONNRESET' ? 'the server closes the connection' : 'the server does not speak http', [
      `does ${host} speak TLS? Then leave out insecure: true, or give https://`,
    ])
  }
  const words = dialWords(error, hostname) ?? messageOf(error)
  const isTrust = words.includes('unknown authority')
  return fault(words, isTrust ? ['the CA of the server can be given in a Secret: certSecretRef, key ca.crt'] : [])
}

/** The reason out of Go's words, or out of OpenSSL's line of codes. */
function alertOf(message: string): string {
  return /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] ?? message.replace(/^(remote error: )?tls: /, '')
}
