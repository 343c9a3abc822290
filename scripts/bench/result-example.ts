import type { BenchResult } from './result'

/** A result with one row, for tests. */
export function aResult(): BenchResult {
  return {
    date: '2026-11-26',
    machine: 'AMD EPYC, 2 cores, Node v24.0.0, linux',
    ...{ engine: 'sqlite', users: 1000, posts: 2000, seconds: 4, rounds: 5, connections: 8 },
    memory: { idle: [150, 151], loaded: [300, 310] },
    bare: { cpu: { median: 5, spread: 0.1 }, rate: { median: 400, spread: 0.05 } },
    rows: [
      {
        name: 'explore, member',
        cpu: { median: 12, spread: 0.04 },
        rate: { median: 120, spread: 0.1 },
        ...{ p50: 60, p95: 90, kilobytes: 68 },
        ofBare: { median: 2.4, spread: 0.05 },
        ...{ floor: 1.8, goal: 1.5 },
        ofLimit: { median: 30, spread: 0.2 },
        failures: 0,
      },
    ],
    clicks: [{ name: 'explore', milliseconds: { median: 80, spread: 0.2 } }],
  }
}
