import {X509Certificate} from 'node:crypto'
import {connect, createServer, type Server} from 'node:tls'
import {afterEach, describe, expect, it} from 'vitest'
import {isIssuedDirectly} from '../../../../../src/lib/adapters/kube/https/issued-directly.js'
import {ALGORITHMS, certificatePem, DAY, ecKeys, edKeys, rsaKeys} from '../../../../fakes/pki/certificate.js'
import * as ext from '../../../../fakes/pki/extensions.js'
import {type Authority, authority, serverOf} from '../../../../fakes/pki/index.js'

const root = authority()
const rsa2048 = rsaKeys(2048)
const rsa1024 = rsaKeys(1024)
const rsaRoot = authority({subject: 'rsa'}, rsa2048)
const {digitalSignature, keyEncipherment, certSign} = ext.USAGE

const serving = [ext.keyUsage(digitalSignature), ext.extendedKeyUsage(ext.SERVER_AUTH), ext.basicConstraints(false)]
const names = ext.subjectAltName('127.0.0.1', 'localhost')
const signing = [ext.basicConstraints(true), ext.keyUsage(certSign)]

interface Case {
  readonly roots?: readonly Pick<Authority, 'pem'>[]
  readonly server: {cert: string; key: string}
  readonly name?: string
}

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** True when Node connects by OpenSSL's checks: the judge of every verdict here. */
async function opensslAccepts({roots = [root], server, name = '127.0.0.1'}: Case): Promise<boolean> {
  // the weakest that a build may have been told to take, so that it refuses for the certificate alone
  const listener = createServer({...server, ciphers: 'DEFAULT@SECLEVEL=0'})
  servers.push(listener)
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const {port} = listener.address() as {port: number}
  return new Promise((resolve) => {
    const ca = roots.map(({pem}) => pem).join('')
    const socket = connect({port, host: '127.0.0.1', ca, ...(name === '127.0.0.1' ? {} : {servername: name})})
    socket.on('error', () => resolve(false))
    socket.on('secureConnect', () => {
      resolve(true)
      socket.destroy()
    })
  })
}

const quick = ({roots = [root], server, name = '127.0.0.1'}: Case, now = Date.now()) =>
  isIssuedDirectly(new X509Certificate(server.cert).raw, roots.map(({pem}) => pem).join(''), name, now)

const rootWith = (...extensions: readonly Buffer[]) => authority({subject: 'other', extensions})
const issued = (one: Authority): Case => ({roots: [one], server: serverOf(one)})
const serverWith = (...extensions: readonly Buffer[]): Case => ({server: serverOf(root, {extensions})})

/** What is so usual that it needs no second look. */
const ORDINARY: Readonly<Record<string, () => Case>> = {
  'a certificate of kubeadm': () => ({server: serverOf(root)}),
  'another name of it': () => ({server: serverOf(root), name: 'localhost'}),
  'a name in capitals': () => ({server: serverOf(root), name: 'LOCALHOST'}),
  'a name under a wildcard': () => ({...serverWith(...serving, ext.subjectAltName('*.example.com')), name: 'api.example.com'}),
  'RSA keys': () => ({roots: [rsaRoot], server: serverOf(rsaRoot, {}, rsa2048)}),
  'P-384 and P-521': () => {
    const one = authority({}, ecKeys('P-384'))
    return {roots: [one], server: serverOf(one, {}, ecKeys('P-521'))}
  },
  Ed25519: () => issued(authority({}, edKeys())),
  'no extended key usage': () => serverWith(ext.keyUsage(digitalSignature), names),
  'no key usage': () => serverWith(ext.extendedKeyUsage(ext.SERVER_AUTH), names),
  'nothing but names': () => serverWith(names),
  'servers and clients': () => serverWith(ext.extendedKeyUsage(ext.CLIENT_AUTH, ext.SERVER_AUTH), names),
  'key ids that fit': () => {
    const one = rootWith(...signing, ext.subjectKeyId('a'))
    return {roots: [one], server: serverOf(one, {extensions: [...serving, names, ext.authorityKeyId('a')]})}
  },
  'the second of two authorities': () => ({roots: [authority({subject: 'old'}), root], server: serverOf(root)}),
  'an authority that may have none below it': () => issued(rootWith(ext.basicConstraints(true, 0), ext.keyUsage(certSign))),
  'an authority beside which its server stands': () => {
    const server = serverOf(root)
    return {roots: [{pem: server.cert}, root], server}
  },
}

/** What is wrong. */
const WRONG: Readonly<Record<string, () => Case>> = {
  'an authority of the same name with another key': () => ({server: serverOf({name: root.name, keys: ecKeys()})}),
  'a self-signed certificate': () => {
    const keys = ecKeys()
    return {server: serverOf({name: 'kube-apiserver', keys}, {}, keys)}
  },
  'a self-signed certificate under the name of the authority': () => {
    const keys = ecKeys()
    return {server: serverOf({name: root.name, keys}, {subject: root.name}, keys)}
  },
  'a server with the name of its authority': () => ({server: serverOf(root, {subject: root.name})}),
  'a signature with a wrong bit': () => ({server: serverOf(root, {forged: true})}),
  'a server that signed another one': () => {
    const keys = ecKeys()
    const leaf = certificatePem({subject: 'leaf', issuer: root.name, keys, signer: root.keys, extensions: [...serving, names]})
    const server = serverOf({name: 'leaf', keys})
    return {server: {...server, cert: server.cert + leaf}}
  },
  'a server in the place of an authority': () => {
    const keys = ecKeys()
    const pem = certificatePem({subject: 'leaf', keys, extensions: [...serving, names]})
    return {roots: [{pem}], server: serverOf({name: 'leaf', keys})}
  },
  'an authority that says it is none': () => issued(rootWith(ext.basicConstraints(false), ext.keyUsage(certSign))),
  'an authority that may not sign certificates': () =>
    issued(rootWith(ext.basicConstraints(true), ext.keyUsage(digitalSignature))),
  'an authority for clients': () => issued(rootWith(...signing, ext.extendedKeyUsage(ext.CLIENT_AUTH))),
  'an authority for other names': () => issued(rootWith(...signing, ext.permittedNames('example.com'))),
  'an authority with an unknown critical extension': () => issued(rootWith(...signing, ext.unknown(true))),
  'an authority that is over': () => issued(authority({from: Date.now() - 3 * DAY, to: Date.now() - DAY})),
  'an authority that is not yet': () => issued(authority({from: Date.now() + DAY, to: Date.now() + 2 * DAY})),
  'an authority whose issuer is another one': () => {
    const keys = ecKeys()
    const one = {name: 'below', keys, pem: certificatePem({subject: 'below', issuer: 'above', keys, extensions: signing})}
    return {roots: [one], server: serverOf(one)}
  },
  'a date that is over': () => ({server: serverOf(root, {from: Date.now() - 3 * DAY, to: Date.now() - DAY})}),
  'a date that is not yet': () => ({server: serverOf(root, {from: Date.now() + DAY, to: Date.now() + 2 * DAY})}),
  'another host': () => ({server: serverOf(root), name: 'api.example.com'}),
  'another address': () => serverWith(...serving, ext.subjectAltName('10.0.0.1', 'localhost')),
  'an address as a name': () => serverWith(...serving, ext.subjectAltName('localhost', '1270.0.1')),
  'a wildcard too far': () => ({...serverWith(...serving, ext.subjectAltName('*.example.com')), name: 'a.b.example.com'}),
  'a client': () => serverWith(ext.keyUsage(digitalSignature), ext.extendedKeyUsage(ext.CLIENT_AUTH), names),
  'an empty list of purposes': () => serverWith(ext.extendedKeyUsage('1.3.6.1.4.1.99999.1'), names),
  'a key that may only sign certificates': () => serverWith(ext.keyUsage(certSign), names),
  'an unknown critical extension': () => serverWith(...serving, names, ext.unknown(true)),
  'key ids that do not fit': () => {
    const one = rootWith(...signing, ext.subjectKeyId('a'))
    return {roots: [one], server: serverOf(one, {extensions: [...serving, names, ext.authorityKeyId('b')]})}
  },
  'SHA-1 of an RSA key': () => ({roots: [rsaRoot], server: serverOf(rsaRoot, {algorithm: ALGORITHMS.rsaSha1})}),
  'MD5 of an RSA key': () => ({roots: [rsaRoot], server: serverOf(rsaRoot, {algorithm: ALGORITHMS.rsaMd5})}),
  'SHA-1 of an EC key': () => ({server: serverOf(root, {algorithm: ALGORITHMS.ecSha1})}),
  'two algorithms': () => ({server: serverOf(root, {algorithm: {...ALGORITHMS.ec, inner: '1.2.840.10045.4.3.3'}})}),
  'no authority at all': () => ({roots: [], server: serverOf(root)}),
}

/** What OpenSSL takes, but had better look at itself. */
const UNUSUAL: Readonly<Record<string, () => Case>> = {
  'the second of two authorities with one name': () => ({roots: [authority(), root], server: serverOf(root)}),
  'a chain': () => {
    const keys = ecKeys()
    const middle = certificatePem({subject: 'm', issuer: root.name, keys, signer: root.keys, extensions: signing})
    const server = serverOf({name: 'm', keys})
    return {server: {...server, cert: server.cert + middle}}
  },
  'a self-signed certificate that is trusted itself': () => {
    const keys = ecKeys()
    const server = serverOf({name: 'kube-apiserver', keys}, {}, keys)
    return {roots: [{pem: server.cert}], server}
  },
  'a common name in the place of other names': () => ({...serverWith(...serving), name: 'kube-apiserver'}),
  'an extension that nobody knows': () => serverWith(...serving, names, ext.unknown(false)),
  'an authority with an extension that nobody knows': () => issued(rootWith(...signing, ext.unknown(false))),
  'an authority for these names': () => ({...issued(rootWith(...signing, ext.permittedNames('localhost'))), name: 'localhost'}),
  'an authority for servers': () => issued(rootWith(...signing, ext.extendedKeyUsage(ext.SERVER_AUTH))),
  'a key that only encrypts': () => serverWith(ext.keyUsage(keyEncipherment), names),
  'a short RSA key': () => ({server: serverOf(root, {}, rsa1024)}),
  'an authority with a short RSA key': () => issued(authority({}, rsa1024)),
  'another curve': () => ({server: serverOf(root, {}, ecKeys('brainpoolP256r1'))}),
  'five authorities': () => ({roots: [...'abcd'].map((subject) => authority({subject})).concat(root), server: serverOf(root)}),
  'a server that is an authority': () => serverWith(...signing.slice(0, 1), names),
}

/** Numbers from 0 to 1 that are the same each time (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

describe('a certificate that its authority issued directly', () => {
  it.each(Object.entries(ORDINARY))('is taken at once: %s', async (_, make) => {
    const made = make()
    expect(quick(made)).toBe(true)
    expect(await opensslAccepts(made)).toBe(true)
  })

  it.each(Object.entries(WRONG))('is not what is wrong: %s', async (_, make) => {
    const made = make()
    expect(quick(made)).toBe(false)
    expect(await opensslAccepts(made)).toBe(false)
  })

  it.each(Object.entries(UNUSUAL))('is left to OpenSSL: %s', async (_, make) => {
    expect(quick(make())).toBe(false)
  })

  it('is none that OpenSSL refuses, whatever is put together', async () => {
    const random = seeded(Number(process.env['PKI_SEED'] ?? 20))
    const any = <T>(...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!
    const some = (...choices: readonly Buffer[]) => choices.filter(() => random() < 0.6)
    let taken = 0
    for (let round = 0; round < Number(process.env['PKI_ROUNDS'] ?? 400); round++) {
      const dates = () => any({}, {}, {}, {}, {to: Date.now() - 1000}, {from: Date.now() + DAY, to: Date.now() + 2 * DAY})
      const oneOf = (...choices: readonly Buffer[]) => some(any(...choices))
      const one = authority({
        subject: any('a', 'b'),
        issuer: any(undefined, undefined, undefined, 'a'),
        ...dates(),
        forged: random() < 0.1,
        extensions: [
          ...some(ext.basicConstraints(random() < 0.9), ext.keyUsage(any(certSign, certSign, digitalSignature))),
          ...oneOf(ext.subjectKeyId(any('a', 'b')), ext.authorityKeyId(any('a', 'b'))),
          ...(random() < 0.1 ? [any(ext.unknown(true), ext.unknown(false), ext.permittedNames('localhost'))] : []),
        ],
      } as never)
      const signer = any<Pick<Authority, 'name' | 'keys'>>(one, one, one, {name: any('a', 'b'), keys: root.keys})
      const server = serverOf(signer, {
        subject: any('server', 'a', 'b'),
        ...dates(),
        forged: random() < 0.05,
        extensions: [
          ...some(ext.basicConstraints(random() < 0.1), names),
          ...oneOf(ext.keyUsage(any(digitalSignature, certSign, keyEncipherment | digitalSignature))),
          ...oneOf(ext.extendedKeyUsage(any(ext.SERVER_AUTH, ext.SERVER_AUTH, ext.CLIENT_AUTH))),
          ...oneOf(ext.authorityKeyId(any('a', 'b'))),
          ...(random() < 0.1 ? [ext.unknown(random() < 0.5)] : []),
        ],
      })
      const made = {
        roots: any([one], [one, root], [root, one]),
        server,
        name: any('127.0.0.1', 'localhost', 'localhost', 'other'),
      }
      if (!quick(made)) continue
      taken++
      expect(await opensslAccepts(made), `round ${round}`).toBe(true)
    }
    expect(taken).toBeGreaterThan(2)
  })

  it('is read from what stands around the authorities, too', () => {
    const server = serverOf(root)
    expect(quick({roots: [{pem: `# of the cluster\n${root.pem}\n# end\n`}], server})).toBe(true)
    for (const text of ['', 'no PEM', root.pem.replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE'), `${root.pem}${server.key}`]) {
      expect(quick({roots: [{pem: text}], server}), text).toBe(false)
    }
  })

  it('is one by the clock that it is asked at', () => {
    const made = {server: serverOf(root)}
    for (const days of [-2, 2]) expect(quick(made, Date.now() + days * DAY), String(days)).toBe(false)
    expect(quick(made, Number.NaN)).toBe(false)
  })

  it('is no text that is cut off', () => {
    const {raw} = new X509Certificate(serverOf(root).cert)
    for (let size = 0; size < raw.length; size++) {
      expect(isIssuedDirectly(raw.subarray(0, size), root.pem, '127.0.0.1', Date.now()), String(size)).toBe(false)
    }
  })

  it('is no text with a changed bit', () => {
    const {raw} = new X509Certificate(serverOf(root).cert)
    for (let at = 0; at < raw.length * 8; at += 3) {
      const changed = Buffer.from(raw)
      changed[at >> 3]! ^= 1 << (at & 7)
      expect(isIssuedDirectly(changed, root.pem, '127.0.0.1', Date.now()), String(at)).toBe(false)
    }
  })
})
