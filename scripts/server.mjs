// The web server: Next behind node:http, so that limits, client addresses and shutdown are ours to decide.
// Started by scripts/start.mjs with every setting in the environment.

import cluster from 'node:cluster'
import { createServer } from 'node:http'
import next from 'next'
import { trustProxies } from './client-address.mjs'

const port = Number(process.env.PORT ?? 3000)
const host = process.env.HOST ?? '0.0.0.0'
const processes = Number(process.env.WEB_CONCURRENCY ?? 1)
const proxies = Number(process.env.TRUST_PROXY ?? 0)

/** Milliseconds that requests in flight get to finish after SIGTERM; less than the 5 s that most supervisors wait. */
const grace = 4000

if (processes > 1 && cluster.isPrimary) supervise()
else await serve()

async function serve() {
  // Next takes a rewrite by proxy.ts for a foreign address unless it knows itself by this name.
  const app = next({ dev: false, hostname: 'localhost', port })
  await app.prepare()
  const handle = app.getRequestHandler()
  let closing = false

  const server = createServer({ maxHeaderSize: 16 * 1024 }, (request, response) => {
    trustProxies(request, proxies)
    // Else a browser's kept connection holds the shutdown up until its next request.
    if (closing) response.setHeader('Connection', 'close')
    handle(request, response).catch((error) => {
      console.error(error)
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end()
    })
  })
  server.requestTimeout = 60_000
  server.headersTimeout = 20_000
  // Longer than the 60 s of common load balancers, so that none reuses a connection in the moment we close it.
  server.keepAliveTimeout = 65_000
  server.once('error', (error) => {
    console.error(`Cannot listen on ${host}:${port}: ${error.message}`)
    process.exit(1)
  })

  onStop(() => {
    closing = true
    const exit = () => process.exit(0)
    server.close(exit)
    setTimeout(exit, grace)
  })

  server.listen(port, host, () => announce())
}

/** One process per WEB_CONCURRENCY; a dead one is replaced, unless they die as fast as they start. */
function supervise() {
  let closing = false
  let listening = 0
  let earlyDeaths = 0

  cluster.on('listening', () => {
    listening += 1
    if (listening === processes) announce()
  })
  cluster.on('exit', (worker, code, signal) => {
    if (closing) {
      if (Object.keys(cluster.workers).length === 0) process.exit(0)
      return
    }
    console.error(`Web process ${worker.process.pid} ended (${signal ?? code}).`)
    earlyDeaths = Date.now() - worker.startedAt < 10_000 ? earlyDeaths + 1 : 0
    if (earlyDeaths > processes * 2) {
      console.error('Web processes end as soon as they start: giving up.')
      process.exit(1)
    }
    fork()
  })

  const fork = () => {
    cluster.fork().startedAt = Date.now()
  }
  for (let started = 0; started < processes; started += 1) fork()

  onStop(() => {
    closing = true
    for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGTERM')
    setTimeout(() => process.exit(0), grace + 500)
  })
}

/** Ctrl-C reaches this process twice, from the terminal and from its parent: only the first counts. */
function onStop(stop) {
  let stopped = false
  const once = () => {
    if (stopped) return
    stopped = true
    stop()
  }
  process.on('SIGTERM', once)
  process.on('SIGINT', once)
  process.on('disconnect', once)
}

function announce() {
  // The parent, if there is one, prints the address with what else it knows.
  if (cluster.isWorker) return
  if (process.send) process.send('ready')
  else console.log(`Roost is at http://localhost:${port}`)
}
