// The web server: Next behind node:http, for timeouts, client addresses and a graceful shutdown.
// scripts/start.mjs installs, builds and migrates, then runs this. On its own it only reports what is missing.

import { AsyncLocalStorage } from 'node:async_hooks'
import cluster from 'node:cluster'
import { createHmac } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { isIPv6 } from 'node:net'
import next from 'next'
import { RateLimiterClusterMaster } from 'rate-limiter-flexible'
import { createBodyBudget } from './body-budget.mjs'
import { limitBodyTime, uploadTimeout } from './body-timeout.mjs'
import { normalizeProxyHeaders } from './client-address.mjs'
import { createErrorPages, ReplaceableResponse } from './error-pages.mjs'
import { createFormQueue } from './form-queue.mjs'
import { createGuestCache } from './guest-cache.mjs'
import { openLogFile } from './log-file.mjs'
import { relayMetrics } from './metrics-relay.mjs'
import { findRefusal, refuse } from './request-checks.mjs'
import { identifyRequest } from './request-id.mjs'
import { observeRequest } from './request-metrics.mjs'
import { traceRequest } from './request-spans.mjs'
import { processSettings, runOrExplain, SetupError, settings, wholeSetting } from './settings.mjs'

const [port, processes, proxies] = await runOrExplain(() => {
  // Always production, regardless of NODE_ENV in the shell: otherwise lib/env.ts would not require AUTH_SECRET and
  // APP_URL.
  Object.assign(process.env, settings(), { NODE_ENV: 'production' })
  return ['PORT', 'WEB_CONCURRENCY', 'TRUST_PROXY'].map((name) => wholeSetting(process.env, name))
})
const host = process.env.HOST ?? processSettings.HOST.fallback

/** Identical in all web processes: a request to this server may reach another process. */
const ownRequestToken = createHmac('sha256', process.env.AUTH_SECRET)
  .update('own requests')
  .digest('base64url')

/** Milliseconds for requests in flight after SIGTERM; less than the 5 s of most process managers. */
const shutdownTimeout = 4000

/** Milliseconds of shutdownTimeout that are reserved for exporting the last spans, when traces are on. */
const exportTimeout = 1000

// A hint for the person who starts the server stays plain text: lib/log/console.ts replaces the methods of console.
const { warn } = console

const closeLogFile = await runOrExplain(() => openLogFile(process.env))

if (processes > 1 && cluster.isPrimary) supervise()
else await runOrExplain(serve)

async function serve() {
  // The startup check in instrumentation.ts is awaited below.
  if (!existsSync('.next/server/instrumentation.js'))
    throw new SetupError(
      'There is no build of this version. Run npm run build, or npm start, which builds too.',
    )
  // After an action that redirects, Next requests the target from this server, with the scheme that the reverse proxy
  // forwards. This server uses plain HTTP only.
  process.env.__NEXT_PRIVATE_ORIGIN = ownOrigin()
  // Next listens for upgrades of connections here instead of at the server: it answers none of them, and leaves some
  // connections open without a limit. Without a listener, Node handles the request as any other (RFC 9110 §7.8).
  const httpServer = new EventEmitter()
  // Without this name, Next treats a rewrite by proxy.ts as one to another host.
  const app = next({ dev: false, hostname: 'localhost', port, httpServer })
  // Next does not wait for instrumentation.ts, and responds with errors if it fails.
  const startupCheck = new Promise((resolve) => process.once('roost:checked', resolve))
  await app.prepare()
  const problem = await startupCheck
  if (problem) throw new SetupError(problem)
  const handleByNext = app.getRequestHandler()
  // Lets an action set the status of its response (lib/http/response-status.ts), and the log name the request.
  const currentResponse = new AsyncLocalStorage()
  globalThis.roostResponse = currentResponse
  const handle = (request, response) => currentResponse.run(response, handleByNext, request, response)
  let closing = false
  const respond = createErrorPages(
    createBodyBudget(createFormQueue(createGuestCache(handle), { isClosing: () => closing })),
    handle,
    (error, response) => currentResponse.run(response, console.error, error),
  )

  const options = { maxHeaderSize: 16 * 1024, ServerResponse: ReplaceableResponse }
  const server = createServer(options, (request, response) => {
    // First, because it replaces an absolute URL by its path.
    const refusal = findRefusal(request)
    observeRequest(request, response)
    const proxy = normalizeProxyHeaders(request, proxies, ownRequestToken)
    if (proxy) warnAboutProxy(proxy)
    limitBodyTime(request, response)
    response.setHeader('X-Request-Id', identifyRequest(request))
    // Otherwise a keep-alive connection delays the shutdown until its next request.
    if (closing) response.setHeader('Connection', 'close')
    // The headers of this response may have been sent before the signal.
    response.once('close', () => {
      // The socket is null when the client has closed the connection.
      if (closing) request.socket?.destroySoon()
    })
    if (refusal) return refuse(response, refusal)
    traceRequest(request, response, () => respond(request, response))
  })
  server.requestTimeout = uploadTimeout + 60_000
  server.headersTimeout = 20_000
  // Longer than the 60 s of common load balancers, which must not reuse a connection while this server closes it.
  server.keepAliveTimeout = 65_000
  server.once('error', (error) => {
    console.error(`Cannot listen on ${host}:${port}: ${error.message}`)
    process.exit(1)
  })

  onStop(() => {
    closing = true
    // Event streams stay open until they are ended (lib/api/stream/stream-hub.ts), and running jobs return to the queue
    // (lib/background/jobs.ts).
    const work = []
    process.emit('roost:closing', (promise) => work.push(promise))
    const exit = () => closeLogFile().then(() => process.exit(0))
    const exportSpans = () => globalThis.roostTelemetry?.flush()
    void exportSpans()
    server.close(() => Promise.allSettled(work).then(exportSpans).then(exit))
    // A request that is still in flight, such as one whose client does not read, is recorded when its connection ends.
    if (globalThis.roostTelemetry)
      setTimeout(() => server.closeAllConnections(), shutdownTimeout - exportTimeout)
    setTimeout(exit, shutdownTimeout)
  })

  server.listen(port, host, () => announce())
}

/** The origin for requests to this server itself. */
function ownOrigin() {
  const address = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}`
}

/** Runs WEB_CONCURRENCY web processes and replaces those that exit, unless they exit as soon as they start. */
function supervise() {
  let closing = false
  let listening = 0
  let earlyExits = 0
  const exit = () => closeLogFile().then(() => process.exit(0))

  // Counts rate limits for all web processes (lib/rate-limit/limiter.ts).
  new RateLimiterClusterMaster()
  cluster.on('listening', () => {
    listening += 1
    // Start the others after the first, so that a startup error is reported once.
    if (listening === 1) for (let started = 1; started < processes; started += 1) fork()
    if (listening === processes) announce()
  })
  // Forward events to the other web processes (lib/events/relay.ts).
  cluster.on('message', (sender, message) => {
    if (message?.roostProxy) warnAboutProxy(message.roostProxy)
    relayMetrics(sender, message)
    if (!message?.roostEvent) return
    // The callback receives the error of a process that has just ended, which would end this one otherwise.
    for (const worker of Object.values(cluster.workers))
      if (worker !== sender && worker.isConnected()) worker.send(message, () => {})
  })
  cluster.on('exit', (worker, code, signal) => {
    if (closing) {
      if (Object.keys(cluster.workers).length === 0) exit()
      return
    }
    if (listening === 0) process.exit(code || 1)
    console.error(`Web process ${worker.process.pid} exited (${signal ?? code}).`)
    earlyExits = Date.now() - worker.startedAt < 10_000 ? earlyExits + 1 : 0
    if (earlyExits > processes * 2) {
      console.error('Web processes exit as soon as they start: stopping the server.')
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
    setTimeout(exit, shutdownTimeout + 500)
  })
}

let warned = false

/** Warns once, from all web processes together, that TRUST_PROXY does not count a proxy. */
function warnAboutProxy(address) {
  if (warned) return
  warned = true
  if (cluster.isWorker) process.send({ roostProxy: address })
  else
    warn(
      `Settings: a proxy at ${address} forwards requests, but TRUST_PROXY is ${proxies}. Set it to the number of proxies. Until then the addresses of clients are unknown, and rate limits by address are off.`,
    )
}

/** Calls `stop` at the first signal only: Ctrl-C sends one from the terminal and one from the parent process. */
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
  // A parent process prints the URL itself.
  if (cluster.isWorker) return
  if (process.send) process.send('ready')
  else console.log(`Roost is at http://localhost:${port}`)
}
