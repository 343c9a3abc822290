/** A seeded random number generator (mulberry32), so that a failing case is reproducible. */
export function seeded(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T
  /** A text of up to `max` pieces. */
  const text = (pieces: readonly string[], max: number) =>
    Array.from({ length: below(max + 1) }, () => pick(pieces)).join('')
  return { below, pick, text }
}
