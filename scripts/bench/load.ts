import autocannon from 'autocannon'
import { cpuTime, type Server } from './servers'
import { percentile } from './statistics'

/** A request that is sent repeatedly. */
export type LoadRequest = {
  path: string
  expectedStatus: 200 | 303
  cookie?: string
  /** Creates the body of the next POST; without it the request is a GET. */
  form?: () => { type: string; body: string }
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

const connections = 20

/** Warms up a server and measures it under the load of 20 connections. */
export async function measureLoad(
  server: Server,
  request: LoadRequest,
  seconds: number,
): Promise<Measurement> {
  await sendLoad(server, request, Math.max(1, Math.round(seconds / 4)))
  const cpuBefore = cpuTime(server)
  const { latencies, failures, duration, bytes } = await sendLoad(server, request, seconds)
  const cpuAfter = cpuTime(server)
  const count = latencies.length
  return {
    rate: (count - failures) / duration,
    p50: percentile(latencies, 50),
    p95: percentile(latencies, 95),
    cpu: cpuBefore === null || cpuAfter === null || count === 0 ? null : (cpuAfter - cpuBefore) / count,
    kilobytes: count === 0 ? 0 : bytes / count / 1024,
    failures,
  }
}

type LoadResult = { latencies: number[]; failures: number; duration: number; bytes: number }

function sendLoad(server: Server, request: LoadRequest, seconds: number): Promise<LoadResult> {
  const latencies: number[] = []
  let failures = 0
  let bytes = 0
  return new Promise((resolve, reject) => {
    const options = {
      url: server.origin,
      connections,
      duration: seconds,
      requests: [toAutocannonRequest(server, request)],
    }
    const run = autocannon(options, (error, result) => {
      if (error) reject(error)
      else resolve({ latencies, failures: failures + result.errors, duration: result.duration, bytes })
    })
    run.on('response', (_client, status, size, latency) => {
      latencies.push(latency)
      bytes += size
      if (status !== request.expectedStatus) failures += 1
    })
  })
}

function toAutocannonRequest(server: Server, { path, cookie, form }: LoadRequest): autocannon.Request {
  const headers = { accept: 'text/html', 'accept-language': 'en', ...(cookie && { cookie }) }
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
