import {X509Certificate} from 'node:crypto'
import {checkServerIdentity, type PeerCertificate} from 'node:tls'
import {describe, expect, it} from 'vitest'
import {knowingAddresses} from '../../../../src/lib/formats/pem/server-identity.js'
import {certificatePem, ecKeys, extension} from '../../../fakes/pki/certificate.js'

const fault = knowingAddresses(checkServerIdentity)

/** A certificate for these alternative names, as a connection shows it. */
function shown(...names: readonly Buffer[]): PeerCertificate {
  const value = Buffer.concat([Buffer.from([0x30, names.reduce((sum, {length}) => sum + length, 0)]), ...names])
  const pem = certificatePem({subject: 'x', keys: ecKeys(), extensions: [extension('2.5.29.17', value)]})
  return new X509Certificate(pem).toLegacyObject() as unknown as PeerCertificate
}
const tagged = (tag: number, bytes: Buffer) => Buffer.concat([Buffer.from([tag, bytes.length]), bytes])
const dns = (name: string) => tagged(0x82, Buffer.from(name))
const ip = (hex: string) => tagged(0x87, Buffer.from(hex, 'hex'))
const LOOPBACK = ip('00000000000000000000000000000001')
const OWN = ip('fd000000000000010000000000000002')

describe('whom a certificate is for', () => {
  it.each(['::1', '0:0:0:0:0:0:0:1', 'fd00:0:0:1::2', 'FD00:0:0:1:0:0:0:2', '127.0.0.1', 'a.example.com', 'A.example.com.'])(
    '%s',
    (name) => {
      expect(fault(name, shown(dns('a.example.com'), ip('7f000001'), LOOPBACK, OWN))).toBeUndefined()
    },
  )

  it.each(['::2', '10.0.0.1'])('not %s', (name) => {
    expect(fault(name, shown(dns('a.example.com'), ip('7f000001'), LOOPBACK))).toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      host: name,
      reason: `IP: ${name} is not in the cert's list: 127.0.0.1, ::1`,
    })
  })

  it('takes no part of a name for an address', () => {
    const certificate = shown(dns('x, IP Address:0:0:0:0:0:0:0:1'), dns('::1'))
    expect(fault('::1', certificate)).toMatchObject({code: 'ERR_TLS_CERT_ALTNAME_INVALID'})
  })
})
