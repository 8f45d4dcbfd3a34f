import {elements} from './der.js'

/** What of a certificate no more than its bytes tell (RFC 5280 4.1 and 4.2). */
export interface PlainCertificate {
  /** bytes of the signature algorithm's object identifier, in hex */
  readonly algorithm: string
  /** extensions by the last byte of their object identifier, 2.5.29.X */
  readonly extensions: ReadonlySet<number>
  /** the key signs, as far as the key usage says: true without one */
  readonly signs: boolean
}

/** The fields of a certificate's body, each of which must be there: version, serial, algorithm, issuer, dates, subject, key, extensions. */
const BODY = [0xa0, 0x02, 0x30, 0x30, 0x30, 0x30, 0x30, 0xa3]
const VERSION_3 = '020102'
const [SEQUENCE, OID, BOOLEAN, OCTETS, BITS] = [0x30, 0x06, 0x01, 0x04, 0x03]
/** 2.5.29, under which the extensions of X.509 itself lie */
const STANDARD = '551d'
const KEY_USAGE = 15
const DIGITAL_SIGNATURE = 0x80

/**
 * Reads a certificate of the most common form: version 3, no unique identifiers, every extension of X.509 itself and there once. Undefined for any
 * other, which is not to say that it is bad.
 */
export function plainCertificate(der: Uint8Array): PlainCertificate | undefined {
  try {
    const [body, outer] = inside(only(der, SEQUENCE), [SEQUENCE, SEQUENCE, BITS])
    const fields = inside(body!, BODY)
    if (fields[0]!.toString('hex') !== VERSION_3) return undefined
    const algorithm = firstOid(outer!)
    if (algorithm !== firstOid(fields[2]!)) return undefined
    const found = new Map<number, Buffer>()
    for (const extension of elements(only(fields[7]!, SEQUENCE))) {
      const parts = extension.tag === SEQUENCE ? elements(extension.content) : []
      const [oid, value] = [parts[0], parts.at(-1)]
      const isCritical = parts.length === 3 && parts[1]!.tag === BOOLEAN
      if (oid?.tag !== OID || value?.tag !== OCTETS || !(parts.length === 2 || isCritical)) return undefined
      const name = oid.content.toString('hex')
      const number = oid.content[2]!
      if (name.length !== 6 || !name.startsWith(STANDARD) || found.has(number)) return undefined
      found.set(number, value.content)
    }
    return {algorithm, extensions: new Set(found.keys()), signs: signs(found.get(KEY_USAGE))}
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** The content of the one element that `bytes` are. @throws RangeError when they are something else */
function only(bytes: Uint8Array, tag: number): Buffer {
  return inside(bytes, [tag])[0]!
}

/** The contents of elements with just these tags. @throws RangeError when there are others */
function inside(bytes: Uint8Array, tags: readonly number[]): Buffer[] {
  const found = elements(bytes)
  if (found.length !== tags.length || found.some(({tag}, index) => tag !== tags[index])) throw new RangeError('another form')
  return found.map(({content}) => content)
}

function firstOid(bytes: Uint8Array): string {
  const [first] = elements(bytes)
  if (first?.tag !== OID) throw new RangeError('no object identifier')
  return first.content.toString('hex')
}

function signs(usage: Buffer | undefined): boolean {
  if (!usage) return true
  const [, first = 0] = only(usage, BITS)
  return (first & DIGITAL_SIGNATURE) !== 0
}
