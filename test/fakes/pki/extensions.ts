import {isIP} from 'node:net'
import * as der from '../../../src/lib/formats/der/der.js'
import {extension} from './certificate.js'

export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
export const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'
/** first byte of the key usage */
export const USAGE = {digitalSignature: 0x80, keyEncipherment: 0x20, certSign: 0x04, crlSign: 0x02}

export const basicConstraints = (ca: boolean, pathLength?: number): Buffer =>
  extension(
    '2.5.29.19',
    der.sequence(
      ...(ca ? [der.boolean(true)] : []),
      ...(pathLength === undefined ? [] : [der.integer(Buffer.from([pathLength]))]),
    ),
    true,
  )

export const keyUsage = (...bits: readonly number[]): Buffer =>
  extension('2.5.29.15', der.bits(Buffer.from([bits.reduce((all, bit) => all | bit, 0)])), true)

export const extendedKeyUsage = (...purposes: readonly string[]): Buffer =>
  extension('2.5.29.37', der.sequence(...purposes.map(der.oid)))

export const subjectAltName = (...names: readonly string[]): Buffer =>
  extension(
    '2.5.29.17',
    der.sequence(
      ...names.map((name) =>
        isIP(name) === 4 ? der.tlv(0x87, Buffer.from(name.split('.').map(Number))) : der.tlv(0x82, Buffer.from(name)),
      ),
    ),
  )

export const subjectKeyId = (id: string): Buffer => extension('2.5.29.14', der.octets(Buffer.from(id)))
export const authorityKeyId = (id: string): Buffer => extension('2.5.29.35', der.sequence(der.tlv(0x80, Buffer.from(id))))

/** Names below which an authority may issue. */
export const permittedNames = (...domains: readonly string[]): Buffer =>
  extension(
    '2.5.29.30',
    der.sequence(der.tlv(0xa0, ...domains.map((domain) => der.sequence(der.tlv(0x82, Buffer.from(domain)))))),
    true,
  )

/** An extension that nobody knows. */
export const unknown = (critical: boolean): Buffer => extension('1.2.3.4.5', der.utf8('x'), critical)
