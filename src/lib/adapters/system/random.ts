import type {Random} from '../../ports/clock.js'

/** Loaded when first asked for: it costs a start some milliseconds, and most commands need nothing random. */
const crypto = () => process.getBuiltinModule('node:crypto')

/** Randomness of the operating system. */
export const systemRandom: Random = {
  float: () => Math.random(),
  bytes: (length) => new Uint8Array(crypto().randomBytes(length)),
  uuid: () => crypto().randomUUID(),
}

/** A repeatable sequence (mulberry32) for tests and rehearsals; never for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const bytes = (length: number) => Uint8Array.from({length}, () => next() & 255)
  return {
    float: () => next() / 2 ** 32,
    bytes,
    uuid() {
      const raw = bytes(16)
      raw[6] = (raw[6]! & 0x0f) | 0x40
      raw[8] = (raw[8]! & 0x3f) | 0x80
      const hex = Buffer.from(raw).toString('hex')
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
    },
  }
}
