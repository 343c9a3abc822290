import autocannon from 'autocannon'
import { percentile } from './report'
import { cpuTime, type Server } from './servers'

export type Shot = {
  path: string
  expect: 200 | 303
  cookie?: string
  /** Makes the next form to send; without it the shot is a GET. */
  form?: () => { type: string; body: string }
}

export type Figures = {
  rate: number
  p50: number
  p95: number
  cpu: number | null
  kilobytes: number
  wrong: number
}

const connections = 20

/** Warms a server up and drives it for some seconds with 20 connections. */
export async function drive(server: Server, shot: Shot, seconds: number): Promise<Figures> {
  await fire(server, shot, Math.max(1, Math.round(seconds / 4)))
  const before = cpuTime(server)
  const { times, wrong, duration, bytes } = await fire(server, shot, seconds)
  const after = cpuTime(server)
  const count = times.length
  return {
    rate: (count - wrong) / duration,
    p50: percentile(times, 50),
    p95: percentile(times, 95),
    cpu: before === null || after === null || count === 0 ? null : (after - before) / count,
    kilobytes: count === 0 ? 0 : bytes / count / 1024,
    wrong,
  }
}

type Volley = { times: number[]; wrong: number; duration: number; bytes: number }

function fire(server: Server, shot: Shot, seconds: number): Promise<Volley> {
  const times: number[] = []
  let wrong = 0
  let bytes = 0
  return new Promise((resolve, reject) => {
    const options = {
      url: server.origin,
      connections,
      duration: seconds,
      requests: [requestOf(server, shot)],
    }
    const run = autocannon(options, (error, result) => {
      if (error) reject(error)
      else resolve({ times, wrong: wrong + result.errors, duration: result.duration, bytes })
    })
    run.on('response', (_client, status, size, time) => {
      times.push(time)
      bytes += size
      if (status !== shot.expect) wrong += 1
    })
  })
}

function requestOf(server: Server, { path, cookie, form }: Shot): autocannon.Request {
  const headers = { accept: 'text/html', 'accept-language': 'en', ...(cookie && { cookie }) }
  if (!form) return { method: 'GET', path, headers }
  const from = { origin: server.origin, referer: server.origin + path }
  return {
    method: 'POST',
    path,
    setupRequest: (request) => {
      const { type, body } = form()
      return { ...request, headers: { ...headers, ...from, 'content-type': type }, body }
    },
  }
}
