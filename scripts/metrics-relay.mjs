// Passes metrics between web processes: a scrape reaches one of them, and reads all (lib/metrics/processes.ts).

import cluster from 'node:cluster'

/** Handles a message of a web process about metrics, in the primary process. Others are ignored. */
export function relayMetrics(sender, message) {
  const { id, asker, metrics } = message?.roostMetrics ?? {}
  if (id === undefined) return
  if (metrics) return send(cluster.workers[asker], { id, metrics })
  const others = Object.values(cluster.workers).filter((worker) => worker !== sender && worker.isConnected())
  send(sender, { id, count: others.length })
  for (const worker of others) send(worker, { id, asker: sender.id })
}

/** The process may have ended. Without the callback, an error of its channel would end the primary. */
function send(worker, roostMetrics) {
  if (worker?.isConnected()) worker.send({ roostMetrics }, () => {})
}
