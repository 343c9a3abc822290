import cluster from 'node:cluster'

/** A metric with its samples, as prom-client represents it in JSON. */
export type Sample = { aggregator: string; values: object[] }

/** What web processes send to each other through the primary process (scripts/metrics-relay.mjs). */
type Message = {
  roostMetrics?: {
    /** Identifies the request within the requesting process. */
    id: number
    /** Web processes that received the request; in the reply of the primary process. */
    count?: number
    /** The id of the requesting process; in requests and in responses. */
    asker?: number
    /** In responses. */
    metrics?: Sample[]
  }
}

/** Milliseconds to wait for other processes; Prometheus ends a scrape after ten seconds by default. */
const timeout = 2000

let lastId = 0

/**
 * The metrics of the other web processes of this machine. A process that does not respond in time is left out: it has
 * no samples in this scrape.
 */
export async function askOtherProcesses(): Promise<Sample[][]> {
  if (!cluster.isWorker) return []
  lastId += 1
  const id = lastId
  const answers: Sample[][] = []
  return new Promise((resolve) => {
    let expected = Number.POSITIVE_INFINITY
    const finish = () => {
      clearTimeout(timer)
      process.off('message', receive)
      resolve(answers)
    }
    const receive = (message: unknown) => {
      const { roostMetrics } = (message ?? {}) as Message
      if (roostMetrics?.id !== id) return
      if (roostMetrics.count !== undefined) expected = roostMetrics.count
      else if (roostMetrics.metrics) answers.push(roostMetrics.metrics)
      if (answers.length >= expected) finish()
    }
    const timer = setTimeout(finish, timeout)
    process.on('message', receive)
    send({ roostMetrics: { id } })
  })
}

/** Sends the metrics of this process to other processes on request. */
export function answerOtherProcesses(read: () => Promise<Sample[]>): void {
  if (!cluster.isWorker) return
  process.on('message', async (message) => {
    const { roostMetrics } = (message ?? {}) as Message
    if (roostMetrics?.asker === undefined || roostMetrics.metrics) return
    const { id, asker } = roostMetrics
    send({ roostMetrics: { id, asker, metrics: await read() } })
  })
}

/** While the primary process ends, the channel is closed. */
function send(message: Message): void {
  if (process.connected) process.send?.(message)
}
