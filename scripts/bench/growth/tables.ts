import { type Engine, engineNames } from '../../../lib/env/database-location'
import { table } from '../report'
import type { WorkerResult } from './worker'

/** The measurements of one size on one engine. `load` is the load average of the machine before them. */
export type GrowthResult = WorkerResult & { engine: Engine; machine: string; date: string; load: number }

/** The tables of all measurements, as Markdown. */
export function formatGrowth(results: GrowthResult[]): string {
  return engines(results)
    .map((engine) => formatEngine(results.filter((result) => result.engine === engine)))
    .join('\n\n')
}

/** The distinct engines of the results, in order of appearance. */
export function engines(results: GrowthResult[]): Engine[] {
  return [...new Set(results.map(({ engine }) => engine))]
}

function formatEngine(results: GrowthResult[]): string {
  const [first, last] = [results[0], results.at(-1)]
  if (!first || !last) return ''
  const sizes = results.map(({ posts }) => formatPosts(posts))
  const head = ['p50 / p95 in ms', ...sizes, 'growth of p95']
  const rows = last.latencies.map(({ name }) => [
    name,
    ...results.map((result) => formatLatency(result, name)),
    formatFactor(growthOf(results, name)),
  ])
  const loads = results.map(({ load }) => load.toFixed(1)).join(', ')
  const members = results.map((result) => result.members.toLocaleString('en')).join(', ')
  return `${engineNames[last.engine]}; ${last.machine}; ${last.date}; load average before each size ${loads}; ${members} members.\n\n${table(head, rows)}`
}

/** The ratio of the p95 at the largest size to that at the smallest; null with a single size. */
export function growthOf(results: GrowthResult[], name: string): number | null {
  const p95 = (result: GrowthResult | undefined) => result?.latencies.find((one) => one.name === name)?.p95
  const [first, last] = [p95(results[0]), p95(results.at(-1))]
  return results.length > 1 && first && last ? last / first : null
}

function formatLatency({ latencies }: GrowthResult, name: string): string {
  const latency = latencies.find((one) => one.name === name)
  return latency ? `${latency.p50.toFixed(1)} / ${latency.p95.toFixed(1)}` : '–'
}

const formatFactor = (factor: number | null) => (factor === null ? '–' : `${factor.toFixed(1)} ×`)

/** Formats a number of posts, for example as 100 k or 10 M. */
export function formatPosts(posts: number): string {
  return posts >= 1_000_000 ? `${posts / 1_000_000} M posts` : `${posts / 1000} k posts`
}

/** The query plans of the largest size of each engine. */
export function formatPlans(results: GrowthResult[]): string {
  const largest = engines(results).flatMap(
    (engine) => results.filter((result) => result.engine === engine).at(-1) ?? [],
  )
  return largest
    .flatMap(({ engine, posts, latencies }) =>
      latencies.flatMap(({ name, plans }) => [
        `## ${engineNames[engine]}, ${formatPosts(posts)}: ${name}\n`,
        ...plans.map(({ sql, steps }) => `${sql}\n\n${steps.map((step) => `    ${step}`).join('\n')}\n`),
      ]),
    )
    .join('\n')
}
