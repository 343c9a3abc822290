import { Agent, request as httpRequest } from 'node:http'
import autocannon from 'autocannon'
import { cpuTime, type Server } from './servers'
import { percentile } from './statistics'

/** A request that is sent repeatedly. */
export type LoadRequest = {
  path: string
  expectedStatus: 200 | 303
  headers: Record<string, string>
  /** Creates the body of the next POST; without it the request is a GET. */
  form?: () => { type: string; body: string }
  /**
   * The response is an event stream, and the request ends with its first event. Each connection uses another cookie.
   */
  streamCookies?: string[]
}

export type Measurement = {
  /** Successful requests per second. */
  rate: number
  /** Latencies in milliseconds. */
  p50: number
  p95: number
  /** CPU time of the server in milliseconds per request; null where it cannot be read. */
  cpu: number | null
  /** Kilobytes per response. */
  kilobytes: number
  /** Responses with another status, and errors. */
  failures: number
}

/** Enough to keep two web processes busy. More would only wait. */
export const connections = 8

/** A server under the load of one request, with its current rate in requests per second. */
export type Load = { server: Server; request: LoadRequest; rate: number }

/** The fewest requests of a measurement, for those that take long. */
const minRequests = 2 * connections

/**
 * Warms a server up.
 * @param seconds it takes longer when a request does
 */
export async function warmUp(server: Server, request: LoadRequest, seconds: number): Promise<Load> {
  const end = performance.now() + seconds * 1000
  let [rate, count] = [0, minRequests]
  while (true) {
    const { latencies, seconds: duration } = await sendLoad(server, request, count)
    rate = latencies.length / duration
    const secondsLeft = (end - performance.now()) / 1000
    if (secondsLeft <= 0) return { server, request, rate }
    count = countFor(rate, secondsLeft)
  }
}

/**
 * Measures a server. All requests are answered before the end: otherwise the CPU time of those that are cut off would be
 * counted without them.
 * @param seconds the duration at the current rate, which is updated
 */
export async function measureLoad(load: Load, seconds: number): Promise<Measurement> {
  const { server, request } = load
  const cpuBefore = cpuTime(server)
  const result = await sendLoad(server, request, countFor(load.rate, seconds))
  const cpuAfter = cpuTime(server)
  const { latencies, failures, bytes } = result
  const count = latencies.length
  load.rate = count / result.seconds
  return {
    rate: Math.max(0, count - failures) / result.seconds,
    p50: percentile(latencies, 50),
    p95: percentile(latencies, 95),
    cpu: cpuBefore === null || cpuAfter === null || count === 0 ? null : (cpuAfter - cpuBefore) / count,
    kilobytes: count === 0 ? 0 : bytes / count / 1024,
    failures,
  }
}

const countFor = (rate: number, seconds: number) => Math.max(minRequests, Math.round(rate * seconds))

type LoadResult = { latencies: number[]; failures: number; seconds: number; bytes: number }

/** Sends as many requests over several connections. */
function sendLoad(server: Server, request: LoadRequest, count: number): Promise<LoadResult> {
  return request.streamCookies
    ? openStreams(server, request, request.streamCookies, count)
    : sendRequests(server, request, count)
}

function sendRequests(server: Server, request: LoadRequest, count: number): Promise<LoadResult> {
  const latencies: number[] = []
  let failures = 0
  let bytes = 0
  const started = performance.now()
  let ended = started
  return new Promise((resolve, reject) => {
    const options = {
      url: server.origin,
      connections,
      amount: count,
      // Maximum milliseconds until it stops after the end.
      sampleInt: 20,
      requests: [toAutocannonRequest(server, request)],
    }
    const run = autocannon(options, (error, result) => {
      if (error) return reject(error)
      // Errors have no response.
      if (latencies.length === 0) ended = performance.now()
      resolve({ latencies, failures: failures + result.errors, seconds: (ended - started) / 1000, bytes })
    })
    run.on('response', (_client, status, size, latency) => {
      ended = performance.now()
      latencies.push(latency)
      bytes += size
      if (status !== request.expectedStatus) failures += 1
    })
  })
}

function toAutocannonRequest(server: Server, { path, headers, form }: LoadRequest): autocannon.Request {
  if (!form) return { method: 'GET', path, headers }
  const source = { origin: server.origin, referer: server.origin + path }
  return {
    method: 'POST',
    path,
    setupRequest: (request) => {
      const { type, body } = form()
      return { ...request, headers: { ...headers, ...source, 'content-type': type }, body }
    },
  }
}

/** A stream has no end, which autocannon would wait for. */
async function openStreams(
  server: Server,
  request: LoadRequest,
  cookies: string[],
  count: number,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: false })
  const started = performance.now()
  const result: LoadResult = { latencies: [], failures: 0, seconds: 0, bytes: 0 }
  const repeat = async (cookie: string) => {
    const withCookie = { ...request, headers: { ...request.headers, cookie } }
    for (let sent = 0; sent < count / cookies.length; sent++) {
      const opened = performance.now()
      const bytes = await openStream(server, withCookie, agent)
      result.latencies.push(performance.now() - opened)
      result.bytes += bytes ?? 0
      if (bytes === null) result.failures += 1
    }
  }
  await Promise.all(cookies.map(repeat))
  return { ...result, seconds: (performance.now() - started) / 1000 }
}

/** Opens a stream until its first chunk. Returns the size of the chunk, and null for a failure. */
function openStream(
  server: Server,
  { path, headers, expectedStatus }: LoadRequest,
  agent: Agent,
): Promise<number | null> {
  return new Promise((resolve) => {
    const request = httpRequest(server.origin + path, { agent, headers }, (response) => {
      response.once('data', (chunk: Buffer) => {
        resolve(response.statusCode === expectedStatus ? chunk.length : null)
        request.destroy()
      })
      response.once('end', () => resolve(null))
    })
    request.on('error', () => resolve(null))
    request.end()
  })
}
