import { expect, test } from 'vitest'
import type { Measurement } from './load'
import { type Round, summarizeBare, summarizeRow } from './rounds'
import type { Row } from './rows'

const row: Row = {
  ...{ name: 'explore, member', floor: 1.8, goal: 1.5, limit: 'explore' },
  request: { path: '/explore', expectedStatus: 200, headers: {} },
}

function aMeasurement(measurement: Partial<Measurement> = {}): Measurement {
  return { rate: 100, p50: 10, p95: 20, cpu: 8, kilobytes: 60, failures: 0, ...measurement }
}

const aRound = (cpu: number, bare: number, limit: number | null): Round => ({
  product: aMeasurement({ cpu }),
  bare: aMeasurement({ cpu: bare }),
  limit: limit === null ? null : aMeasurement({ cpu: limit }),
})

test('compares values of the same round, so that ratios do not depend on machine speed', () => {
  const result = summarizeRow(row, [aRound(8, 4, 0.5), aRound(16, 8, 1), aRound(24, 12, 1.5)])
  expect(result.cpu).toEqual({ median: 16, spread: 1 })
  expect(result.ofBare).toEqual({ median: 2, spread: 0 })
  expect(result.ofLimit).toEqual({ median: 16, spread: 0 })
})

test('returns no limit ratio for a row that the limit server does not serve', () => {
  expect(summarizeRow(row, [aRound(8, 4, null)])).toMatchObject({
    ofLimit: null,
    ofBare: { median: 2, spread: null },
  })
})

test('sums the failures of the product and of both baselines', () => {
  const failed: Round = {
    product: aMeasurement({ failures: 1 }),
    bare: aMeasurement({ failures: 2 }),
    limit: aMeasurement({ failures: 4 }),
  }
  expect(summarizeRow(row, [failed, aRound(8, 4, 1), failed]).failures).toBe(14)
})

test('summarizes the bare page over all rounds, by rate when CPU times are unknown', () => {
  const rounds = [4, 5, 6].map((cpu) => aRound(8, cpu, null))
  expect(summarizeBare(rounds).cpu).toEqual({ median: 5, spread: 0.4 })
  const unknown = rounds.map((round) => ({ ...round, bare: aMeasurement({ cpu: null, rate: 300 }) }))
  expect(summarizeBare(unknown)).toEqual({ cpu: null, rate: { median: 300, spread: 0 } })
})
