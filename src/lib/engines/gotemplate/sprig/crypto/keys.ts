import {createPrivateKey, generateKeyPairSync, type KeyObject} from 'node:crypto'
import {messageOf} from '../../../../errors/flux-error.js'
import {elements, integer, sequence} from '../../../../formats/der/der.js'
import {GoError} from '../../error.js'
import {decodePem, encodePem} from './pem.js'

/** A new RSA key. Node's own generator makes it: no clock and no random of ours can repeat it. */
export function newRsaKey(bits: number): KeyObject {
  return generateKeyPairSync('rsa', {modulusLength: bits}).privateKey
}

/** `genPrivateKey`: PEM, or a text that says what is wrong. */
export function generateKey(type: string): string {
  switch (type) {
    case '':
    case 'rsa':
      return keyPem(newRsaKey(4096))
    case 'ecdsa':
      return keyPem(generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey)
    case 'ed25519':
      return keyPem(generateKeyPairSync('ed25519').privateKey)
    case 'dsa':
      return keyPem(generateKeyPairSync('dsa', {modulusLength: 2048, divisorLength: 256}).privateKey)
    default:
      return `Unknown type ${type}`
  }
}

/** The PEM form that belongs to the kind of key: PKCS#1, SEC 1, OpenSSL's for DSA, PKCS#8 otherwise. */
export function keyPem(key: KeyObject): string {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return key.export({type: 'pkcs1', format: 'pem'}) as string
    case 'ec':
      return key.export({type: 'sec1', format: 'pem'}) as string
    case 'dsa':
      return encodePem('DSA PRIVATE KEY', dsaDer(key))
    default:
      return key.export({type: 'pkcs8', format: 'pem'}) as string
  }
}

/** version, p, q, g, y, x: taken out of PKCS#8, the public part out of the public key. */
function dsaDer(key: KeyObject): Buffer {
  const [outer] = elements(key.export({type: 'pkcs8', format: 'der'}) as Buffer)
  const [, algorithm, secret] = elements(outer!.content)
  const parameters = elements(elements(algorithm!.content)[1]!.content).map(({whole}) => whole)
  const y = createPublic(key)
  return sequence(integer(Buffer.from([0])), ...parameters, y, elements(secret!.content)[0]!.whole)
}

function createPublic(key: KeyObject): Buffer {
  // y = g^x mod p
  const [outer] = elements(key.export({type: 'pkcs8', format: 'der'}) as Buffer)
  const [, algorithm, secret] = elements(outer!.content)
  const [p, , g] = elements(elements(algorithm!.content)[1]!.content).map(({content}) => BigInt(`0x${content.toString('hex')}`))
  const x = BigInt(`0x${elements(secret!.content)[0]!.content.toString('hex')}`)
  const hex = power(g!, x, p!).toString(16)
  return integer(Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex'))
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

const FORMS: Readonly<Record<string, {readonly what: string; readonly type: 'pkcs1' | 'sec1'}>> = {
  RSA: {what: 'parsing RSA private key from PEM', type: 'pkcs1'},
  EC: {what: 'parsing EC private key from PEM', type: 'sec1'},
}

/** A private key in PEM. @throws GoError */
export function parseKey(text: string): KeyObject {
  const block = decodePem(text)
  if (!block) throw new GoError('no PEM data in input')
  const {label, bytes} = block
  if (label === 'PRIVATE KEY') return read(bytes, 'pkcs8', 'decoding PEM as PKCS#8')
  if (!label.endsWith(' PRIVATE KEY')) throw new GoError(`no private key data in PEM block of type ${label}`)
  const type = label.slice(0, -' PRIVATE KEY'.length)
  const form = Object.hasOwn(FORMS, type) ? FORMS[type] : undefined
  if (!form) throw new GoError(`invalid private key type ${type}`)
  return read(bytes, form.type, form.what)
}

function read(key: Buffer, type: 'pkcs1' | 'pkcs8' | 'sec1', what: string): KeyObject {
  try {
    return createPrivateKey({key, type, format: 'der'})
  } catch (error) {
    throw new GoError(`${what}: ${messageOf(error)}`)
  }
}
