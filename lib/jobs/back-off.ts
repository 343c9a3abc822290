const firstSeconds = 5
const maxSeconds = 3600

/**
 * The delay before the next run: 5 s, doubled with each failure up to one hour, ± 20 % so that jobs which failed together
 * do not run together again.
 * @param attempts failed runs, at least 1
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function backOff(attempts: number, random = Math.random()): number {
  const seconds = Math.min(firstSeconds * 2 ** (attempts - 1), maxSeconds)
  return Math.round(seconds * 1000 * (0.8 + 0.4 * random))
}
