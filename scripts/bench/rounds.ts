import { type Load, type Measurement, measureLoad, warmUp } from './load'
import type { RowResult } from './result'
import type { Row } from './rows'
import type { Server } from './servers'
import { ratios, type Summary, summarize } from './statistics'

export type Servers = { product: Server; limit: Server }

/** One measurement of a row and of both baselines; `limit` is null for a row that the limit server does not answer. */
export type Round = { product: Measurement; bare: Measurement; limit: Measurement | null }

/**
 * Measures a row and both baselines alternately (A B C A B C), so that a change of the machine affects all of them.
 * @param bare the load of the bare page, which is warm
 * @param seconds of one measurement; the baselines get half of it
 */
export async function measureRow(
  servers: Servers,
  row: Row,
  bare: Load,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<Round[]> {
  const product = await warmUp(servers.product, row.request, seconds / 3)
  const limit = row.limit === null ? null : await warmUp(servers.limit, row.request, seconds / 3)
  const measured: Round[] = []
  for (let round = 0; round < rounds; round++) {
    measured.push({
      product: await measureLoad(product, seconds),
      bare: await measureLoad(bare, seconds / 2),
      limit: limit && (await measureLoad(limit, seconds / 2)),
    })
  }
  return measured
}

/** Summarizes the rounds of a row. Ratios are those of measurements of the same round. */
export function summarizeRow({ name, floor, goal }: Row, rounds: Round[]): RowResult {
  const products = rounds.map(({ product }) => product)
  const cpu = products.map((measurement) => measurement.cpu)
  const bareCpu = rounds.map(({ bare }) => bare.cpu)
  const limitCpu = rounds.map(({ limit }) => limit?.cpu ?? null)
  const middle = (of: (measurement: Measurement) => number) => summarize(products.map(of))?.median ?? 0
  return {
    name,
    cpu: summarizeCpu(products),
    rate: summarizeRates(products),
    p50: middle(({ p50 }) => p50),
    p95: middle(({ p95 }) => p95),
    kilobytes: middle(({ kilobytes }) => kilobytes),
    ofBare: summarize(ratios(cpu, bareCpu)),
    ofLimit: summarize(ratios(cpu, limitCpu)),
    ...{ floor, goal },
    failures: rounds.reduce((sum, round) => sum + countFailures(round), 0),
  }
}

/** Summarizes the bare page over all rows. */
export function summarizeBare(rounds: Round[]): { cpu: Summary | null; rate: Summary } {
  const measurements = rounds.map(({ bare }) => bare)
  return { cpu: summarizeCpu(measurements), rate: summarizeRates(measurements) }
}

function summarizeCpu(measurements: Measurement[]): Summary | null {
  return summarize(measurements.flatMap(({ cpu }) => (cpu === null ? [] : [cpu])))
}

function summarizeRates(measurements: Measurement[]): Summary {
  return summarize(measurements.map(({ rate }) => rate)) ?? { median: 0, spread: 0 }
}

function countFailures({ product, bare, limit }: Round): number {
  return product.failures + bare.failures + (limit?.failures ?? 0)
}
