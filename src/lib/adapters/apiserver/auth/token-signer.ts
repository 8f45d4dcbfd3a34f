import {createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify} from 'node:crypto'
import {isObject, type JsonObject} from '../../../formats/json/value.js'

const CURVE = 'P-256'
/** Tokens whose signature was found good, and what they claim: a client sends the same one with every request. */
const MOST_KNOWN = 1000

/** A new private key, as text that a journal can keep. */
export function newSigningKey(): string {
  const {privateKey} = generateKeyPairSync('ec', {namedCurve: CURVE})
  return privateKey.export({type: 'pkcs8', format: 'pem'}) as string
}

/** Signs JSON web tokens with ES256, and knows its own. */
export class TokenSigner {
  readonly #key: KeyObject
  readonly #publicKey: KeyObject
  readonly #header: string
  readonly #known = new Map<string, JsonObject>()
  readonly keyId: string

  constructor(pem: string) {
    this.#key = createPrivateKey(pem)
    this.#publicKey = createPublicKey(pem)
    const der = this.#publicKey.export({type: 'spki', format: 'der'})
    this.keyId = createHash('sha256').update(der).digest('base64url')
    this.#header = encode({alg: 'ES256', kid: this.keyId})
  }

  sign(claims: JsonObject): string {
    const body = `${this.#header}.${encode(claims)}`
    const signature = sign('sha256', Buffer.from(body), {key: this.#key, dsaEncoding: 'ieee-p1363'})
    return `${body}.${signature.toString('base64url')}`
  }

  /** The claims of a token that this key has signed. */
  claims(token: string): JsonObject | undefined {
    const known = this.#known.get(token)
    if (known) return known
    const [header, payload = '', signature = '', ...more] = token.split('.')
    if (header !== this.#header || more.length > 0) return undefined
    const bytes = Buffer.from(signature, 'base64url')
    // other texts of the same signature are other tokens
    if (bytes.toString('base64url') !== signature) return undefined
    const good = verify('sha256', Buffer.from(`${header}.${payload}`), {key: this.#publicKey, dsaEncoding: 'ieee-p1363'}, bytes)
    if (!good) return undefined
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    if (!isObject(claims as JsonObject)) return undefined
    if (this.#known.size >= MOST_KNOWN) this.#known.clear()
    this.#known.set(token, claims as JsonObject)
    return claims as JsonObject
  }

  /** The public key as others fetch it. */
  keySet(): JsonObject {
    const {x, y} = this.#publicKey.export({format: 'jwk'})
    return {keys: [{use: 'sig', kty: 'EC', kid: this.keyId, crv: CURVE, alg: 'ES256', x: x ?? '', y: y ?? ''}]}
  }
}

function encode(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
