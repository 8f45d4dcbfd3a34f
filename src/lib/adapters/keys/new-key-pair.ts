import {generateKeyPair, type KeyObject} from 'node:crypto'
import {promisify} from 'node:util'
import type {KeyPair, KeyRequest} from '../../ports/keys.js'
import {authorizedKey} from './authorized-key.js'

const CURVES = {p256: 'P-256', p384: 'P-384', p521: 'P-521'} as const
/** A new pair; the private key is PKCS#8 in PEM. */
export async function newKeyPair(request: KeyRequest): Promise<KeyPair> {
  const key = await privateKeyOf(request)
  return {privateKey: key.export({type: 'pkcs8', format: 'pem'}).toString(), publicKey: authorizedKey(key)!}
}

async function privateKeyOf({algorithm, bits, curve}: KeyRequest): Promise<KeyObject> {
  if (algorithm === 'rsa') return (await generate('rsa', {modulusLength: bits})).privateKey
  if (algorithm === 'ecdsa') return (await generate('ec', {namedCurve: CURVES[curve]})).privateKey
  return (await generate('ed25519')).privateKey
}

const generate = promisify(generateKeyPair)
