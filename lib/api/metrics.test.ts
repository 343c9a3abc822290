import { afterEach, expect, test } from 'vitest'
import { transaction } from '../db/db'
import { mailer } from '../mail/mail'
import { metrics } from '../metrics/current'
import { startMetrics } from '../metrics/recorder'
import { reachedLimit, resetLimits, spend } from '../rate-limit/rate-limit'
import { aViewer } from '../testing/factories'
import { aFailedJob } from '../testing/jobs'
import { changeSettings } from '../testing/settings'
import { open } from '../testing/stream-reader'
import { metricsResponse } from './metrics'

const token = 'a token of the metrics'
const shared = globalThis as { roostMetrics?: unknown }

afterEach(() => {
  delete shared.roostMetrics
})

/** Starts recording, as instrumentation.ts does with METRICS_TOKEN. */
function start() {
  changeSettings({ METRICS_TOKEN: token })
  startMetrics()
}

const scrape = async () => (await metricsResponse(`Bearer ${token}`)).text()

test('without METRICS_TOKEN there is nothing at the address, and nothing is recorded', async () => {
  expect((await metricsResponse('Bearer ')).status).toBe(404)
  expect((await metricsResponse(null)).status).toBe(404)
  expect(metrics()).toBeUndefined()
})

test('accepts requests with the token only', async () => {
  start()
  for (const authorization of [null, '', token, `Bearer ${token}2`, `Bearer ${token.slice(1)}`, 'Bearer']) {
    const refused = await metricsResponse(authorization)
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="metrics"'])
    expect(await refused.json()).toEqual({ error: 'Unauthorized' })
  }
  const response = await metricsResponse(`Bearer ${token}`)
  expect([
    response.status,
    response.headers.get('content-type'),
    response.headers.get('cache-control'),
  ]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8', 'no-store'])
  const text = await response.text()
  for (const name of ['nodejs_eventloop_lag_p99_seconds', 'nodejs_heap_size_used_bytes'])
    expect(text).toMatch(new RegExp(`^${name}\\{process="1"\\} [\\d.e-]+$`, 'm'))
  // Counters exist before their first event.
  expect(text).toContain('roost_guest_cache_requests_total{result="miss",process="1"} 0\n')
})

test('counts mails by their result', async () => {
  start()
  await mailer.send({ to: 'ann@example.com', subject: 'Hello', text: 'Hello' })
  await expect(mailer.send({ to: 'nobody', subject: 'Hello', text: 'Hello' })).rejects.toThrow()
  const text = await scrape()
  expect(text).toContain('roost_mails_total{result="sent",process="1"} 1\n')
  expect(text).toContain('roost_mails_total{result="rejected",process="1"} 1\n')
  expect(text).toContain('roost_mails_total{result="failed",process="1"} 0\n')
})

test('counts requests over a limit by its name', async () => {
  start()
  await resetLimits()
  await spend('api-log-in-mail', 'ann')
  await expect(spend('api-log-in-mail', 'ann')).rejects.toMatchObject({ code: 'rate-limited' })
  await reachedLimit('api-log-in-mail', 'ann')
  await reachedLimit('api-log-in-mail', 'bob')
  expect(await scrape()).toContain('roost_rate_limited_total{limit="api-log-in-mail",process="1"} 2\n')
})

test('reads open streams and jobs at the time of the request', async () => {
  start()
  await aFailedJob()
  const viewer = await aViewer()
  expect(await scrape()).toContain('roost_open_streams{process="1"} 0\n')
  const stream = open(viewer)
  const text = await scrape()
  expect(text).toContain('roost_open_streams{process="1"} 1\n')
  expect(text).toContain('roost_jobs{state="failed"} 1\n')
  await stream.close()
  expect(await scrape()).toContain('roost_open_streams{process="1"} 0\n')
})

test('has everything but the jobs while the database does not respond', async () => {
  start()
  await transaction((tx) => tx.$executeRaw`ALTER TABLE jobs RENAME TO jobs_away`)
  try {
    const text = await scrape()
    expect(text).toContain('roost_open_streams{process="1"}')
    expect(text).not.toContain('roost_jobs')
  } finally {
    await transaction((tx) => tx.$executeRaw`ALTER TABLE jobs_away RENAME TO jobs`)
  }
})
