// The web server: Next behind node:http, so that limits, client addresses and shutdown are ours to decide.
// scripts/start.mjs prepares everything it needs and starts it; by itself it migrates nothing, and says what is missing.

import { AsyncLocalStorage } from 'node:async_hooks'
import cluster from 'node:cluster'
import { createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { isIPv6 } from 'node:net'
import next from 'next'
import { RateLimiterClusterMaster } from 'rate-limiter-flexible'
import { trustProxies } from './client-address.mjs'
import { processSettings, runOrExplain, SetupError, settings, wholeSetting } from './settings.mjs'

const [port, processes, proxies] = await runOrExplain(() => {
  // This serves a build, whatever the shell says: else lib/env.ts would be content with less than production needs.
  Object.assign(process.env, settings(), { NODE_ENV: 'production' })
  return ['PORT', 'WEB_CONCURRENCY', 'TRUST_PROXY'].map((name) => wholeSetting(process.env, name))
})
const host = process.env.HOST ?? processSettings.HOST.fallback

/** The same in every web process, because a request to ourselves may reach another one. */
const ownRequestToken = createHmac('sha256', process.env.AUTH_SECRET)
  .update('own requests')
  .digest('base64url')

/** Milliseconds that requests in flight get to finish after SIGTERM; less than the 5 s that most supervisors wait. */
const grace = 4000

if (processes > 1 && cluster.isPrimary) supervise()
else await runOrExplain(serve)

async function serve() {
  // Its check of the database is waited for below.
  if (!existsSync('.next/server/instrumentation.js'))
    throw new SetupError(
      'There is no build of this version here: npm run build makes it, and npm start as well.',
    )
  // After an action that redirects, Next requests the target from here. It would take the scheme from the proxy in
  // front, but this server speaks plain HTTP.
  process.env.__NEXT_PRIVATE_ORIGIN = ownOrigin()
  // Next takes a rewrite by proxy.ts for a foreign address unless it knows itself by this name.
  const app = next({ dev: false, hostname: 'localhost', port })
  // Next calls instrumentation.ts on its own time and would serve errors if that failed.
  const checked = new Promise((done) => process.once('roost:checked', done))
  await app.prepare()
  const problem = await checked
  if (problem) throw new SetupError(problem)
  const handle = app.getRequestHandler()
  // Lets an action set the status of its answer (lib/http/answer-status.ts).
  const answers = new AsyncLocalStorage()
  globalThis.roostAnswer = answers
  let closing = false

  const server = createServer({ maxHeaderSize: 16 * 1024 }, (request, response) => {
    const proxy = trustProxies(request, proxies, ownRequestToken)
    if (proxy) reportHidingProxy(proxy)
    // Else a browser's kept connection holds the shutdown up until its next request.
    if (closing) response.setHeader('Connection', 'close')
    answers.run(response, handle, request, response).catch((error) => {
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
    // Open event streams would outlast every grace (lib/api/stream/hub.ts).
    process.emit('roost:closing')
    const exit = () => process.exit(0)
    server.close(exit)
    setTimeout(exit, grace)
  })

  server.listen(port, host, () => announce())
}

/** Where this server reaches itself. */
function ownOrigin() {
  const address = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}`
}

/** As many processes as WEB_CONCURRENCY says; a dead one is replaced, unless they die as fast as they start. */
function supervise() {
  let closing = false
  let listening = 0
  let earlyDeaths = 0

  // Keeps the counts of rate limits for all web processes (lib/rate-limit/limiter.ts).
  new RateLimiterClusterMaster()
  cluster.on('listening', () => {
    listening += 1
    // The first shows whether this can start at all, so that what is wrong is told once.
    if (listening === 1) for (let started = 1; started < processes; started += 1) fork()
    if (listening === processes) announce()
  })
  // What happened in one process, for the pages that others serve (lib/events/relay.ts).
  cluster.on('message', (sender, message) => {
    if (message?.roostHidingProxy) reportHidingProxy(message.roostHidingProxy)
    if (!message?.roostEvent) return
    for (const worker of Object.values(cluster.workers))
      if (worker !== sender && worker.isConnected()) worker.send(message)
  })
  cluster.on('exit', (worker, code, signal) => {
    if (closing) {
      if (Object.keys(cluster.workers).length === 0) process.exit(0)
      return
    }
    if (listening === 0) process.exit(code || 1)
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
  fork()

  onStop(() => {
    closing = true
    for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGTERM')
    setTimeout(() => process.exit(0), grace + 500)
  })
}

let reported = false

/** Tells once, however many web processes there are, that TRUST_PROXY leaves out a proxy. */
function reportHidingProxy(address) {
  if (reported) return
  reported = true
  if (cluster.isWorker) process.send({ roostHidingProxy: address })
  else
    console.warn(
      `Settings: a proxy at ${address} stands in front, but TRUST_PROXY is ${proxies}. Set it to the number of proxies: until then all clients look the same, and limits by client address are off.`,
    )
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
