import {createPrivateKey, createPublicKey, X509Certificate} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {SPRIG} from '../../../../src/lib/engines/gotemplate/index.js'
import {bcryptHash} from '../../../../src/lib/engines/gotemplate/sprig/crypto/bcrypt.js'
import {NOW, render, testEngine} from './test-engine.js'

const engine = testEngine(SPRIG)
const DAY = 24 * 3600_000
const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

describe('bcrypt', () => {
  // made by golang.org/x/crypto/bcrypt
  it.each([
    ['', '$2a$04$o3To7n4pQvZ47X9wYwjKvuKTXBVPjLKXRyuhSDQwariTPeQx6ibMW'],
    ['password', '$2a$04$GewHiVruBCGOCmTHgheUAeuCqWDAwhFXxb6Ni8PvHSDQ2ZX5/q3Zm'],
    ['U*U', '$2a$04$3SOJc4CTEizQl5TQ0vyC8.nW.G1jMuUwO2rpruTSkw1D4Cwjhv03y'],
    [
      'pässwörd 0123456789 0123456789 0123456789 0123456789 0123456789 01',
      '$2a$04$D7JEts403TZc6CSJtVihV.b0Db8weNgSlPLQRJZNRhlTTyGfScQXm',
    ],
  ])('%j', (password, hash) => {
    const salt = Buffer.from(Array.from(hash.slice(7, 29), (char) => STANDARD[ALPHABET.indexOf(char)]).join(''), 'base64')
    expect(bcryptHash(new TextEncoder().encode(password), salt.subarray(0, 16), 4)).toBe(hash)
  })

  it('takes no more than 72 bytes', () => {
    expect(render(engine, '{{ bcrypt (repeat 73 "x") }}')).toBe(
      'failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes',
    )
    expect(render(engine, '{{ htpasswd "me" "secret" }}')).toMatch(/^me:\$2a\$10\$[./A-Za-z0-9]{53}$/)
  })
})

describe('certificates', () => {
  const parts = (template: string) => JSON.parse(render(engine, template)) as {ca: Pair; cert: Pair}
  type Pair = {Cert: string; Key: string}

  it('an authority signs for names and addresses', () => {
    const {ca, cert} = parts(
      '{{ $ca := genCA "my ca" 365 }}{"ca": {{ toRawJson $ca }}, "cert": {{ genSignedCert "server" (list "10.0.0.1" "fe80::1") (list "a.example" "b") 30 $ca | toRawJson }} }',
    )
    const authority = new X509Certificate(ca.Cert)
    const server = new X509Certificate(cert.Cert)
    expect(authority.ca).toBe(true)
    expect(authority.subject).toBe('CN=my ca')
    expect(authority.verify(createPublicKey(createPrivateKey(ca.Key)))).toBe(true)
    expect(server.ca).toBe(false)
    expect(server.checkIssued(authority)).toBe(true)
    expect(server.verify(authority.publicKey)).toBe(true)
    expect(server.checkPrivateKey(createPrivateKey(cert.Key))).toBe(true)
    expect(server.subjectAltName).toBe('DNS:a.example, DNS:b, IP Address:10.0.0.1, IP Address:FE80:0:0:0:0:0:0:1')
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'])
    expect(Date.parse(server.validFrom)).toBe(NOW)
    expect(Date.parse(server.validTo)).toBe(NOW + 30 * DAY)
    expect(cert.Key).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
  })

  it.each([
    ['ecdsa', 'EC PRIVATE KEY', 'ec'],
    ['ed25519', 'PRIVATE KEY', 'ed25519'],
  ])('a key of the kind %s may be given', (type, label, kind) => {
    const {cert} = parts(
      `{{ $key := genPrivateKey "${type}" }}{{ $ca := genCAWithKey "ü" 1 $key }}{"ca": {}, "cert": {{ genSignedCertWithKey "x" nil nil 1 $ca $key | toRawJson }} }`,
    )
    const parsed = new X509Certificate(cert.Cert)
    expect(cert.Key).toContain(`-----BEGIN ${label}-----`)
    expect(parsed.publicKey.asymmetricKeyType).toBe(kind)
    expect(parsed.verify(parsed.publicKey)).toBe(true)
    expect(parsed.issuer).toBe('CN=ü')
  })

  it("a certificate of one's own is taken as it is, with its key", () => {
    const {ca, cert} = parts(
      '{{ $c := genSelfSignedCert "self" nil (list "self") 1 }}{{ $o := buildCustomCert (b64enc $c.Cert) (b64enc $c.Key) }}{"ca": {{ toRawJson $c }}, "cert": {{ toRawJson $o }} }',
    )
    expect(cert).toEqual(ca)
    expect(new X509Certificate(ca.Cert).checkHost('self')).toBe('self')
  })

  it('private keys come in the form that goes with them', () => {
    expect(createPrivateKey(render(engine, '{{ genPrivateKey "ed25519" }}')).asymmetricKeyType).toBe('ed25519')
    expect(createPrivateKey(render(engine, '{{ genPrivateKey "ecdsa" }}')).asymmetricKeyDetails).toEqual({
      namedCurve: 'prime256v1',
    })
  })
})
