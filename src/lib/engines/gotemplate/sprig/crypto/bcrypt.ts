const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const ROUNDS = 16
const WORDS = ROUNDS + 2 + 4 * 256
const MAGIC = 'OrpheanBeholderScryDoubt'

/** The state of the Blowfish cipher. */
interface Blowfish {
  readonly keys: Uint32Array
  readonly boxes: Uint32Array
}

/** `$2a$10$...`: bcrypt of at most 72 bytes with a salt of 16. */
export function bcryptHash(password: Uint8Array, salt: Uint8Array, cost: number): string {
  const key = Uint8Array.from([...password, 0])
  const cipher = initial()
  expand(cipher, key, salt)
  for (let round = 2 ** cost; round > 0; round--) {
    expand(cipher, key)
    expand(cipher, salt)
  }
  const text = Buffer.from(MAGIC)
  const words = Uint32Array.from({length: 6}, (_, index) => text.readUInt32BE(index * 4))
  for (let round = 0; round < 64; round++) for (let at = 0; at < 6; at += 2) encrypt(cipher, words, at)
  const bytes = Buffer.alloc(24)
  words.forEach((word, index) => {
    bytes.writeUInt32BE(word, index * 4)
  })
  return `$2a$${String(cost).padStart(2, '0')}$${encode(salt)}${encode(bytes.subarray(0, 23))}`
}

/** Base64 with an alphabet of its own, without padding. */
function encode(bytes: Uint8Array): string {
  const standard = Buffer.from(bytes).toString('base64').replaceAll('=', '')
  return Array.from(standard, (char) => ALPHABET[base64Index(char)]).join('')
}

function base64Index(char: string): number {
  return 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(char)
}

/** Blowfish begins with the digits of pi after the point. */
function initial(): Blowfish {
  const digits = piFraction(WORDS * 32)
    .toString(16)
    .padStart(WORDS * 8, '0')
  const words = Uint32Array.from({length: WORDS}, (_, index) => Number.parseInt(digits.slice(index * 8, index * 8 + 8), 16))
  return {keys: words.slice(0, ROUNDS + 2), boxes: words.slice(ROUNDS + 2)}
}

/** The first bits of pi - 3 (Machin's formula). */
function piFraction(bits: number): bigint {
  const guard = 64
  const one = 1n << BigInt(bits + guard)
  const arctan = (inverse: bigint) => {
    const square = inverse * inverse
    let power = one / inverse
    let sum = power
    for (let odd = 3n; power > 0n; odd += 2n) {
      power /= square
      sum += odd % 4n === 3n ? -power / odd : power / odd
    }
    return sum
  }
  const pi = 4n * (4n * arctan(5n) - arctan(239n))
  return (pi - 3n * one) >> BigInt(guard)
}

function expand(cipher: Blowfish, key: Uint8Array, salt?: Uint8Array): void {
  let at = 0
  for (let index = 0; index < ROUNDS + 2; index++) {
    let word = 0
    for (let byte = 0; byte < 4; byte++) {
      word = ((word << 8) | key[at]!) >>> 0
      at = (at + 1) % key.length
    }
    cipher.keys[index]! ^= word
  }
  const block = new Uint32Array(2)
  const words = salt ? saltWords(salt) : undefined
  let turn = 0
  for (const table of [cipher.keys, cipher.boxes]) {
    for (let index = 0; index < table.length; index += 2) {
      if (words) {
        block[0]! ^= words[turn]!
        block[1]! ^= words[turn + 1]!
        turn ^= 2
      }
      encrypt(cipher, block, 0)
      table[index] = block[0]!
      table[index + 1] = block[1]!
    }
  }
}

function saltWords(salt: Uint8Array): Uint32Array {
  const bytes = Buffer.from(salt)
  return Uint32Array.from({length: 4}, (_, index) => bytes.readUInt32BE(index * 4))
}

/** One block of two words, in place. */
function encrypt({keys, boxes}: Blowfish, words: Uint32Array, at: number): void {
  let left = words[at]! ^ keys[0]!
  let right = words[at + 1]!
  for (let round = 1; round <= ROUNDS; round += 2) {
    right ^= mix(boxes, left) ^ keys[round]!
    left ^= mix(boxes, right) ^ keys[round + 1]!
  }
  words[at] = right ^ keys[ROUNDS + 1]!
  words[at + 1] = left
}

function mix(boxes: Uint32Array, word: number): number {
  const sum = (boxes[word >>> 24]! + boxes[256 + ((word >>> 16) & 0xff)]!) ^ boxes[512 + ((word >>> 8) & 0xff)]!
  return (sum + boxes[768 + (word & 0xff)]!) | 0
}
