import { pbkdf2Sync } from 'node:crypto'
import { expect } from 'vitest'

/**
 * Measures the processor time of this process, which includes no time of other programs. On a loaded machine it still
 * grows, because threads share a core and its caches: compare it with another one.
 * @returns milliseconds, the shortest of `runs`
 */
export function processorTime(work: () => unknown, runs = 3): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

/**
 * Expects that the time of `work` grows linearly: in quadratic time, four times the size takes sixteen times as long. The
 * measurement is repeated when it exceeds the limit, because a collection of garbage can fall into the larger one only.
 * @param size large enough that the work takes some milliseconds
 */
export function expectLinearTime(work: (size: number) => unknown, size: number): void {
  // Compiles.
  work(size)
  const ratios: number[] = []
  while (ratios.length < 4 && !ratios.some((ratio) => ratio < 8))
    ratios.push(processorTime(() => work(4 * size)) / processorTime(() => work(size)))
  expect(Math.min(...ratios)).toBeLessThan(8)
}

/**
 * The processor time of a fixed amount of work, to compare with: 50,000 rounds of PBKDF2 with SHA-256.
 * @returns milliseconds
 */
export function referenceTime(): number {
  return processorTime(() => pbkdf2Sync('password', 'salt', 50_000, 32, 'sha256'))
}
