import {messageOf} from '../../errors/flux-error.js'

/**
 * The id of the primary key (16 hex digits) whose owner made an armoured detached signature.
 * @throws Error in the words of Flux's signature package
 */
export async function verifyPgp(signature: string, payload: Uint8Array, keyRings: readonly string[], now: Date): Promise<string> {
  const openpgp = await import('openpgp')
  let firstFault: string | undefined
  let attempted = false
  for (const ring of keyRings) {
    let keys: Awaited<ReturnType<typeof openpgp.readKeys>>
    try {
      keys = await openpgp.readKeys({armoredKeys: ring})
    } catch (error) {
      firstFault ??= `unable to read armored key ring: ${messageOf(error)}`
      continue
    }
    attempted = true
    const signer = await signerOf(openpgp, signature.trim(), payload, keys, now)
    if (signer) return signer
  }
  if (!attempted && firstFault) throw new Error(firstFault)
  throw new Error('unable to verify payload with any of the given key rings: no matching key')
}

async function signerOf(
  openpgp: typeof import('openpgp'),
  armoredSignature: string,
  payload: Uint8Array,
  keys: Awaited<ReturnType<typeof openpgp.readKeys>>,
  date: Date,
): Promise<string | undefined> {
  try {
    const result = await openpgp.verify({
      message: await openpgp.createMessage({binary: payload}),
      signature: await openpgp.readSignature({armoredSignature}),
      verificationKeys: keys,
      date,
    })
    for (const item of result.signatures) {
      if (!(await item.verified.catch(() => false))) continue
      const owner = keys.find((key) => key.getKeys(item.keyID).length > 0)
      if (owner) return owner.getKeyID().toHex().toUpperCase()
    }
  } catch {
    // Not a signature that these keys can say anything about.
  }
  return undefined
}
