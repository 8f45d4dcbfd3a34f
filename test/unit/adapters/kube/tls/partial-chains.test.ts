import {afterEach, describe, expect, it} from 'vitest'
import {DAY, ecKeys} from '../../../../fakes/pki/certificate.js'
import {
  basicConstraints,
  CLIENT_AUTH,
  extendedKeyUsage,
  keyUsage,
  subjectAltName,
  USAGE,
} from '../../../../fakes/pki/extensions.js'
import {authority, serverOf} from '../../../../fakes/pki/index.js'
import {tlsServer} from '../../../../fakes/pki/tls-server.js'

const root = authority()
const issuing = [basicConstraints(true), keyUsage(USAGE.certSign)]
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

interface Case {
  readonly server: {cert: string; key: string}
  /** the authorities of the kubeconfig */
  readonly ca: string
}

/** What an authority is that `root` has issued. */
const intermediate = (change = {}) =>
  authority({subject: 'inter', issuer: root.name, signer: root.keys, extensions: issuing, ...change})

function viaIntermediate(change = {}): Case {
  const inter = intermediate(change)
  return {server: serverOf(inter), ca: inter.pem}
}

function pinned(change = {}): Case {
  const server = serverOf(root, change)
  return {server, ca: server.cert}
}

function withChain({server, ca}: Case, ...chain: string[]): Case {
  return {server: {...server, cert: [server.cert, ...chain].join('')}, ca}
}

/** What Go trusts: flux reached a server of each kind. */
const GOOD: Readonly<Record<string, () => Case>> = {
  'an intermediate authority': () => viaIntermediate(),
  'an intermediate authority that the server shows, too': () => {
    const one = viaIntermediate()
    return withChain(one, one.ca)
  },
  'an intermediate authority before a root that the server shows': () => {
    const one = viaIntermediate()
    return withChain(one, one.ca, root.pem)
  },
  'the certificate of the server': () => pinned(),
  'the certificate of the server, which shows its root': () => withChain(pinned(), root.pem),
}

/** What Go refuses: so did flux. */
const BAD: Readonly<Record<string, readonly [() => Case, code: string]>> = {
  'an intermediate that is out of date': [
    () => viaIntermediate({from: Date.now() - 3 * DAY, to: Date.now() - DAY}),
    'CERT_HAS_EXPIRED',
  ],
  'another intermediate of that name': [
    () => ({...viaIntermediate(), ca: intermediate().pem}),
    'CERT_SIGNATURE_FAILURE|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  ],
  'an intermediate for clients': [
    () => viaIntermediate({extensions: [...issuing, extendedKeyUsage(CLIENT_AUTH)]}),
    'INVALID_PURPOSE',
  ],
  'an intermediate that may not sign': [
    () => viaIntermediate({extensions: [basicConstraints(true), keyUsage(USAGE.digitalSignature)]}),
    'UNSPECIFIED|INVALID_CA|UNABLE_TO_.*',
  ],
  'an issuer that is no authority': [
    () => viaIntermediate({extensions: [basicConstraints(false), keyUsage(USAGE.digitalSignature)]}),
    'UNSPECIFIED|INVALID_CA|INVALID_PURPOSE|UNABLE_TO_.*',
  ],
  'its own certificate, out of date': [() => pinned({from: Date.now() - 3 * DAY, to: Date.now() - DAY}), 'CERT_HAS_EXPIRED'],
  'its own certificate, for others': [
    () => pinned({extensions: [subjectAltName('other.example')]}),
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
  'its own certificate, for clients': [
    () => pinned({extensions: [subjectAltName('127.0.0.1'), extendedKeyUsage(CLIENT_AUTH)]}),
    'INVALID_PURPOSE',
  ],
  'the certificate of another server': [
    () => ({server: serverOf(root, {}, ecKeys()), ca: serverOf(root).cert}),
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  ],
}

/** `200`, or the code of the error. */
async function outcome({server, ca}: Case, quick: boolean): Promise<string> {
  const {transport, close} = await tlsServer(server, ca, quick)
  closers.push(close)
  return transport.request({method: 'GET', path: '/api'}).then(
    ({status}) => String(status),
    (error: NodeJS.ErrnoException) => String(error.code),
  )
}

describe('an authority of a kubeconfig that is no root', () => {
  it.each(Object.entries(GOOD))('is trusted: %s', async (_, make) => {
    for (const quick of [false, true]) expect(await outcome(make(), quick)).toBe('200')
  })

  it.each(Object.entries(BAD))('refuses: %s', async (_, [make, codes]) => {
    for (const quick of [false, true]) expect(await outcome(make(), quick)).toMatch(new RegExp(`^(${codes})$`))
  })
})
