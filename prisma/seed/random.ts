export type Random = {
  /** A number from 0 (inclusive) to 1 (exclusive). */
  next: () => number
  /** An integer from 0 (inclusive) to `limit` (exclusive). */
  below: (limit: number) => number
  /** One of `items`; a `skew` above 1 prefers the first ones. */
  pick: <T>(items: readonly T[], skew?: number) => T
}

/** A seeded pseudo-random number generator (mulberry32 by Tommy Ettinger, public domain). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    pick: <T>(items: readonly T[], skew = 1) => items[Math.floor(next() ** skew * items.length)] as T,
  }
}
