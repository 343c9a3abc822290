// Two web processes behind a primary process as in scripts/server.mjs, each with its own port for /api/metrics. Each
// reaches a limit as often as its id says. Prints a line of JSON with the id, process id and port of each.

import cluster from 'node:cluster'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { relayMetrics } from '../../scripts/metrics-relay.mjs'
import { metricsResponse } from '../api/metrics'
import { metrics } from '../metrics/current'
import { startMetrics } from '../metrics/recorder'

if (cluster.isPrimary) {
  cluster.on('message', (sender, message) => {
    if (message.port) console.log(JSON.stringify({ id: sender.id, pid: sender.process.pid, ...message }))
    relayMetrics(sender, message)
  })
  cluster.fork()
  cluster.fork()
} else {
  startMetrics()
  for (let count = 0; count < (cluster.worker?.id ?? 0); count += 1) metrics()?.recordReachedLimit('post')
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await metricsResponse(request.headers.authorization ?? null)
    response.writeHead(status, Object.fromEntries(headers))
    response.end(body && Buffer.from(await new Response(body).arrayBuffer()))
  })
  server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () =>
    process.send?.({ port: (server.address() as AddressInfo).port }),
  )
}
