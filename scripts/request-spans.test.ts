import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BaseServerSpan } from 'next/dist/server/lib/trace/constants'
import { getTracer } from 'next/dist/server/lib/trace/tracer'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { setTelemetry, telemetry } from '../lib/telemetry/current'
import { attributeOf, startTraceCollector } from '../lib/testing/trace-collector'
import { traceRequest } from './request-spans.mjs'

let collector: Awaited<ReturnType<typeof startTraceCollector>>

beforeAll(async () => {
  collector = await startTraceCollector()
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url)
  const { startSdk } = await import('../lib/telemetry/sdk.mjs')
  setTelemetry(
    startSdk({
      acceptsParents: false,
      redact: (content) => content,
      report: (message) => expect.fail(message),
    }),
  )
  return collector.stop
})

/** Handles requests as Next does: with a separate span, in which a statement is executed. */
function handleByNext(headers: Record<string, unknown>) {
  const tracer = getTracer()
  return tracer.withPropagatedContext(headers, () =>
    tracer.trace(BaseServerSpan.handleRequest, async () => {
      await telemetry()?.runStatement('SELECT 1', 'sqlite', async () => {})
    }),
  )
}

test('records the spans of Next and of statements below that of a request, and none of streams and static files', async () => {
  const server = createServer((request, response) =>
    traceRequest(request, response, async () => {
      await handleByNext(request.headers)
      response.end()
    }),
  )
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  for (const path of ['/data/stream', '/api/stream', '/favicon.ico', '/_next/static/a.js', '/explore'])
    await fetch(`http://127.0.0.1:${port}${path}`)
  await telemetry()?.flush()
  const { spans } = collector
  expect(spans.map(({ name }) => name).sort()).toEqual(['BaseServer.handleRequest', 'GET document', 'SELECT'])
  const root = spans.find(({ parentSpanId }) => !parentSpanId)
  expect([root?.name, attributeOf(root, 'url.path')]).toEqual(['GET document', '/explore'])
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1)
})
