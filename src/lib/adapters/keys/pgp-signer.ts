import type {Key, PrivateKey} from 'openpgp'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {Signer} from '../../ports/keys.js'

const ID_LENGTH = 16
// Go's openpgp package says so of a key whose checksum does not fit
const WRONG_PASSPHRASE = 'openpgp: invalid data: private key checksum failure'

/**
 * Signs commits with a key of an OpenPGP ring.
 * @throws FluxError `bad-key`
 */
export async function pgpSigner(
  ring: Uint8Array,
  options: {readonly keyId: string; readonly passphrase: string},
): Promise<Signer> {
  const {createMessage, decryptKey, sign} = await import('openpgp')
  const locked = chosen(await keysIn(ring), options.keyId)
  const signingKeys = locked.isDecrypted()
    ? locked
    : await decryptKey({privateKey: locked, passphrase: options.passphrase}).catch((error: unknown) => {
        const wrong = /incorrect key passphrase/i.test(messageOf(error))
        throw bad(`unable to decrypt GPG private key: ${wrong ? WRONG_PASSPHRASE : messageOf(error)}`, error)
      })
  return async (payload) => {
    const message = await createMessage({binary: payload})
    const signature = await sign({message, signingKeys, detached: true, format: 'armored'})
    // the library ends lines as e-mail does
    return String(signature).replaceAll('\r\n', '\n')
  }
}

const bad = (words: string, cause?: unknown) => new FluxError('bad-key', words, cause === undefined ? {} : {cause})

async function keysIn(ring: Uint8Array): Promise<Key[]> {
  if (ring.length === 0) return []
  const {readKeys} = await import('openpgp')
  const armour = Buffer.from(ring.subarray(0, 200)).toString('latin1').includes('-----BEGIN PGP')
  const options = armour ? {armoredKeys: Buffer.from(ring).toString('latin1')} : {binaryKeys: ring}
  return readKeys(options as {binaryKeys: Uint8Array}).catch((error: unknown) => {
    throw bad(`unable to read GPG key ring: ${armour ? messageOf(error) : ringFault(ring, error)}`, error)
  })
}

/** Why bytes are no ring, as Go's openpgp package says it: the first bit of every packet is set. */
function ringFault([first = 0]: Uint8Array, error: unknown): string {
  if (first < 0x80) return 'openpgp: invalid data: tag byte does not have MSB set'
  return /unexpected end/i.test(messageOf(error)) ? 'unexpected EOF' : messageOf(error)
}

function chosen(keys: readonly Key[], wanted: string): PrivateKey {
  if (keys.length === 0) throw bad('empty GPG key ring')
  const id = wanted.replace(/^0x/, '').toUpperCase()
  if (id !== '' && id.length !== ID_LENGTH) {
    throw bad(`invalid GPG key id length; expected ${ID_LENGTH}, got ${id.length}`)
  }
  const key = id === '' ? keys[0] : keys.findLast((one) => one.getKeyID().toHex().toUpperCase() === id)
  if (!key) throw bad(`no GPG keyring matching key id '${id}' found`)
  if (key.isPrivate()) return key
  if (id !== '') throw bad(`keyring does not contain private key for key id '${id}'`)
  throw bad(
    "keyring does not contain a private key; export the secret key with 'gpg --export-secret-keys' or specify --gpg-key-id",
  )
}
