import {createCipheriv, createDecipheriv, createHmac, scryptSync} from 'node:crypto'
import type {Frame} from '../../compile/frame.js'
import {GoError} from '../../error.js'
import type {Functions} from '../../functions.js'
import {byteLength, fromBytes, toBytes} from '../../go/bytes.js'
import {panic} from '../../go/panic.js'
import {decodeBase64, encodeBase64} from '../text/encoding.js'
import {bcryptHash} from './bcrypt.js'

const SEED = 'com.lyndir.masterpassword'
const COST = 10
const BLOCK = 16
const CONSONANTS = 'BCDFGHJKLMNPQRSTVWXYZ'
const VOWELS = 'AEIOU'
const LETTERS = VOWELS + VOWELS.toLowerCase() + CONSONANTS + CONSONANTS.toLowerCase()
const DIGITS = '0123456789'
/** the characters that each letter of a template stands for */
const CLASSES: Readonly<Record<string, string>> = {
  V: VOWELS,
  C: CONSONANTS,
  v: VOWELS.toLowerCase(),
  c: CONSONANTS.toLowerCase(),
  A: VOWELS + CONSONANTS,
  a: LETTERS,
  n: DIGITS,
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: `${LETTERS + DIGITS}!@#$%^&*()`,
}
const LONG =
  'CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv CvccCvcvCvcvno CvcvnoCvccCvcv ' +
  'CvcvCvccnoCvcv CvcvCvccCvcvno CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv CvccCvccnoCvcv ' +
  'CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc CvcvCvccCvccno CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno'
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  maximum: ['anoxxxxxxxxxxxxxxxxx', 'axxxxxxxxxxxxxxxxxno'],
  long: LONG.split(' '),
  medium: ['CvcnoCvc', 'CvcCvcno'],
  short: ['Cvcn'],
  basic: ['aaanaaan', 'aannaaan', 'aaannaaa'],
  pin: ['nnnn'],
}

function salted(text: string): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(byteLength(text))
  return Buffer.concat([Buffer.from(SEED), size, toBytes(text)])
}

/** The Master Password algorithm: the same words give the same password. */
function derivePassword(counter: number, type: string, password: string, user: string, site: string): string {
  const templates = Object.hasOwn(TEMPLATES, type) ? TEMPLATES[type] : undefined
  if (!templates) return `cannot find password template ${type}`
  const key = scryptSync(toBytes(password), salted(user), 64, {N: 32_768, r: 8, p: 2, maxmem: 128 * 1024 * 1024})
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  const seed = createHmac('sha256', key)
    .update(Buffer.concat([salted(site), count]))
    .digest()
  const template = templates[seed[0]! % templates.length]!
  return Array.from(template, (letter, index) => {
    const chars = CLASSES[letter]!
    return chars[seed[index + 1]! % chars.length]
  }).join('')
}

function bcrypt(frame: Frame, text: string): string {
  const bytes = toBytes(text)
  if (bytes.length > 72) return 'failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes'
  return bcryptHash(bytes, frame.run.environment.random.bytes(16), COST)
}

function htpasswd(frame: Frame, user: string, password: string): string {
  return user.includes(':') ? `invalid username: ${user}` : `${user}:${bcrypt(frame, password)}`
}

/** The first 32 bytes of a password, filled up with zeros. */
function aesKey(password: string): Uint8Array {
  const key = new Uint8Array(32)
  key.set(toBytes(password).subarray(0, 32))
  return key
}

function encryptAes(frame: Frame, password: string, text: string): string {
  if (text === '') return ''
  const iv = frame.run.environment.random.bytes(BLOCK)
  const cipher = createCipheriv('aes-256-cbc', aesKey(password), iv)
  return encodeBase64(Buffer.concat([iv, cipher.update(toBytes(text)), cipher.final()]))
}

function decryptAes(password: string, encrypted: string): string {
  if (encrypted === '') return ''
  const bytes = decodeBase64(encrypted)
  if (bytes.length < BLOCK) throw panic(`slice bounds out of range [:${BLOCK}] with capacity ${bytes.length}`)
  const body = bytes.subarray(BLOCK)
  if (body.length % BLOCK !== 0) throw new GoError('crypto/cipher: input not full blocks')
  if (body.length === 0) throw panic('index out of range [-1]')
  const decipher = createDecipheriv('aes-256-cbc', aesKey(password), bytes.subarray(0, BLOCK)).setAutoPadding(false)
  const plain = Buffer.concat([decipher.update(body), decipher.final()])
  const length = plain.length - plain[plain.length - 1]!
  if (length < 0) throw panic(`slice bounds out of range [:${length}]`)
  return fromBytes(plain.subarray(0, length))
}

export const SECRET_FUNCTIONS: Functions = {
  derivePassword: ['uint32 string string string string', derivePassword],
  bcrypt: ['@ string', bcrypt],
  htpasswd: ['@ string string', htpasswd],
  encryptAES: ['@ string string', encryptAes],
  decryptAES: ['string string', decryptAes],
}
