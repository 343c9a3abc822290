import { vi } from 'vitest'

/** Milliseconds. It only ends a test that would wait forever: one second, as by default, passes on a busy machine. */
const timeout = 60_000

/** Repeats an assertion until it holds. @returns its result */
export function eventually<T>(assertion: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(assertion, { timeout })
}
