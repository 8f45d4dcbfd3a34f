/** Chance that a seed decides, so that a run can be had again. */
export interface Dice {
  /** below `limit` */
  readonly below: (limit: number) => number
  readonly chance: (share: number) => boolean
  readonly one: <T>(items: readonly T[]) => T
  /** some of them, in their order */
  readonly some: <T>(items: readonly T[], share: number) => T[]
}

/** Mulberry32. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const chance = (share: number) => next() < share
  return {below, chance, one: (items) => items[below(items.length)]!, some: (items, share) => items.filter(() => chance(share))}
}
