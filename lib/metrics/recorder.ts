import cluster from 'node:cluster'
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { type Metrics, setMetrics } from './current'
import { answerOtherProcesses, askOtherProcesses, type Sample } from './processes'

/** Seconds. The fastest responses, from the cache of guest pages, take less than a millisecond. */
const durationBuckets = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Seconds. The minimum of a histogram of Node without values: 2^63 ns. */
const emptyMinimum = 2 ** 63 / 1e9

/** The label of the web process. Sums of all processes would decrease when one restarts, which counters never do. */
const processLabel = () => ({ process: String(cluster.worker?.id ?? 1) })

/**
 * Starts recording in this process. Loaded with METRICS_TOKEN only.
 * @param limitNames the rate limits, whose counters start at zero
 */
export function startMetrics(limitNames: readonly string[] = []): void {
  const registry = new Registry()
  registry.setDefaultLabels(processLabel())
  collectDefaultMetrics({ register: registry })
  const registers = [registry]

  const requests = new Histogram({
    name: 'roost_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its response, without event streams.',
    labelNames: ['route', 'status'],
    buckets: durationBuckets,
    registers,
  })
  const guestCache = new Counter({
    name: 'roost_guest_cache_requests_total',
    help: 'Requests for guest pages that the web server had (hit) or rendered (miss).',
    labelNames: ['result'],
    registers,
  })
  const mails = new Counter({
    name: 'roost_mails_total',
    help: 'Mails that were sent, that the mail server has rejected, or that failed and are repeated.',
    labelNames: ['result'],
    registers,
  })
  const reachedLimits = new Counter({
    name: 'roost_rate_limited_total',
    help: 'Times that a client had reached a limit.',
    labelNames: ['limit'],
    registers,
  })
  new Gauge({
    name: 'roost_open_streams',
    help: 'Open event streams.',
    registers,
    collect() {
      this.set(openStreams())
    },
  })

  // A counter without a sample cannot increase: its first event would be invisible to rate().
  for (const result of ['hit', 'miss']) guestCache.inc({ result }, 0)
  for (const result of ['sent', 'rejected', 'failed']) mails.inc({ result }, 0)
  for (const limit of limitNames) reachedLimits.inc({ limit }, 0)

  const readOwn = async () => (await registry.getMetricsAsJSON()).map(toSample)
  answerOtherProcesses(readOwn)

  const current: Metrics = {
    recordRequest: (route, status, seconds) => requests.observe({ route, status }, seconds),
    recordGuestCache: (result) => guestCache.inc({ result }),
    recordMail: (result) => mails.inc({ result }),
    recordReachedLimit: (limit) => reachedLimits.inc({ limit }),
    async read(jobs) {
      const [own, others] = await Promise.all([readOwn(), askOtherProcesses()])
      const merged = AggregatorRegistry.aggregate([own, ...others, await jobSamples(jobs)] as object[])
      return { contentType: merged.contentType, text: await merged.metrics() }
    },
  }
  setMetrics(current)
}

/** The hub of lib/api/stream/stream-hub.ts, if a stream has been opened. */
function openStreams(): number {
  return (globalThis as { roostStreams?: { size: number } }).roostStreams?.size ?? 0
}

/**
 * A metric to send to another process. Each process has its own label, so merging never combines two values. NaN, which
 * JSON cannot represent, means that there is no measurement yet, as does the initial minimum of a histogram of Node.
 */
function toSample(metric: object): Sample {
  const { values, ...rest } = metric as { values: { value: number }[] }
  return {
    ...rest,
    aggregator: 'first',
    values: values.filter(({ value }) => Number.isFinite(value) && value !== emptyMinimum),
  }
}

/** The database counts jobs for all processes, so they have no label of a process. */
async function jobSamples(jobs: Record<string, number> | null): Promise<Sample[]> {
  if (!jobs) return []
  const registry = new Registry()
  const gauge = new Gauge({
    name: 'roost_jobs',
    help: 'Jobs in the database. A recurring job that runs counts as running and as recurring.',
    labelNames: ['state'],
    registers: [registry],
  })
  for (const [state, count] of Object.entries(jobs)) gauge.set({ state }, count)
  return (await registry.getMetricsAsJSON()).map(toSample)
}
