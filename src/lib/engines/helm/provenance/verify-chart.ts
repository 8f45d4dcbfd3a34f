import {createHash} from 'node:crypto'
import {FluxError, messageOf} from '../../../errors/flux-error.js'
import {isObject} from '../../../formats/json/value.js'
import {readYaml} from '../go-yaml/read-yaml.js'

export interface SignedChart {
  readonly archive: Uint8Array
  /** name of the archive's file, which the signature names too */
  readonly name: string
  /** text of the `.prov` file */
  readonly provenance: string
  /** public keys, in binary or armoured */
  readonly keyring: Uint8Array
  /** at which the keys must be valid */
  readonly now: Date
}

export interface ChartProof {
  /** user ids of the key */
  readonly signedBy: readonly string[]
  /** of the primary key, upper-case hex */
  readonly fingerprint: string
  /** `sha256:` and hex digits */
  readonly digest: string
}

/**
 * Checks that a chart is the one whose digest somebody with a key of the ring has signed (helm-engine reference 17.4).
 * @throws FluxError `unverified` in Helm's words
 */
export async function verifyChart({archive, name, provenance, keyring, now}: SignedChart): Promise<ChartProof> {
  const openpgp = await import('openpgp')
  const keys = await keysOf(openpgp, keyring)
  if (!provenance.includes('-----BEGIN PGP SIGNED MESSAGE-----')) throw unverified('signature block not found')
  const {text, signer} = await signedText(openpgp, provenance, keys, now)
  const expected = digestsIn(text).get(name)
  if (expected === undefined) throw unverified(`provenance does not contain a SHA for a file named ${JSON.stringify(name)}`)
  const digest = `sha256:${createHash('sha256').update(archive).digest('hex')}`
  if (expected !== digest) {
    throw new FluxError(
      'unverified',
      `sha256 sum does not match for ${name}: ${JSON.stringify(expected)} != ${JSON.stringify(digest)}`,
      {hints: ['the archive is not the one that was signed: fetch both of them again']},
    )
  }
  return {signedBy: signer.getUserIDs(), fingerprint: signer.getFingerprint().toUpperCase(), digest}
}

type OpenPgp = typeof import('openpgp')
type Keys = Awaited<ReturnType<OpenPgp['readKeys']>>

async function keysOf(openpgp: OpenPgp, ring: Uint8Array): Promise<Keys> {
  if (ring.length === 0) return []
  const text = Buffer.from(ring).toString('latin1')
  try {
    return await (text.includes('-----BEGIN PGP') ? openpgp.readKeys({armoredKeys: text}) : openpgp.readKeys({binaryKeys: ring}))
  } catch (error) {
    throw unverified(`failed to load keyring: ${messageOf(error)}`, error)
  }
}

async function signedText(openpgp: OpenPgp, provenance: string, keys: Keys, date: Date) {
  let message: Awaited<ReturnType<OpenPgp['readCleartextMessage']>>
  try {
    message = await openpgp.readCleartextMessage({cleartextMessage: provenance})
  } catch (error) {
    throw unverified('signature block not found', error)
  }
  const {signatures} = await openpgp.verify({message, verificationKeys: keys, date})
  const known = signatures.flatMap((item) => {
    const signer = keys.find((key) => key.getKeys(item.keyID).length > 0)
    return signer === undefined ? [] : [{item, signer}]
  })
  if (known.length === 0) throw unverified('openpgp: signature made by unknown entity')
  let fault: unknown
  for (const {item, signer} of known) {
    try {
      if (await item.verified) return {text: message.getText(), signer}
    } catch (error) {
      fault = error
    }
  }
  throw unverified(`openpgp: invalid signature: ${messageOf(fault)}`, fault)
}

/** Digests by file name: what stands below the metadata of the chart. */
function digestsIn(text: string): ReadonlyMap<string, string> {
  const [, sums] = text.split(/\r?\n\.\.\.\r?\n/)
  if (sums === undefined) throw unverified('message block must have at least two parts')
  const read = readYaml(sums)
  const files = isObject(read) && isObject(read.files) ? read.files : {}
  return new Map(Object.entries(files).map(([name, digest]) => [name, String(digest)]))
}

function unverified(message: string, cause?: unknown): FluxError {
  const hints = ['--keyring names the file with the public keys of those who may sign the chart']
  return new FluxError('unverified', message, {hints, cause})
}
