import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from '@playwright/test'
import { attributeOf, startTraceCollector } from '../lib/testing/trace-collector'
import { startOwnServer } from './own-server'

test('exports the spans of requests and statements without secrets, at the latest when the server stops', async () => {
  const collector = await startTraceCollector()
  // The delay is longer than the test, so spans are exported only at shutdown.
  const server = await startOwnServer(undefined, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=key-of-the-collector',
    OTEL_BSP_SCHEDULE_DELAY: '600000',
    LOG_LEVEL: 'info',
  })
  try {
    const headers = {
      cookie: 'roost.session=secret-cookie; authjs.csrf-token=secret-cookie',
      authorization: 'Bearer secret-bearer',
      traceparent: '00-11111111111111111111111111111111-2222222222222222-01',
    }
    const page = await fetch(`${server.url}/users/nobody?code=secret-query`, { headers })
    expect(page.status).toBe(404)
    await fetch(`${server.url}/reset-password/secret-token?x=secret-query`, { headers, redirect: 'manual' })
    // Its body never arrives: the request is still in flight when the server stops.
    const upload = connect(Number(new URL(server.url).port)).on('error', () => {})
    upload.write(
      'POST /signup HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n',
    )
    await once(upload, 'data')
    expect(await server.stop()).toBe(0)
    upload.destroy()
    expect(collector.received[0]).toMatch(/^POST \/v1\/traces\n.*"api-key":"key-of-the-collector"/)

    const { spans } = collector
    const request = spans.find((span) => attributeOf(span, 'url.path') === '/users/nobody')
    expect(request).toMatchObject({ name: 'GET document', traceId: expect.stringMatching(/^[\da-f]{32}$/) })
    expect(request?.parentSpanId ?? '').toBe('')
    // Sent by a client, which must not choose its trace.
    expect(request?.traceId).not.toBe(headers.traceparent.split('-')[1])
    expect(attributeOf(request, 'http.response.status_code')).toBe(404)
    expect(attributeOf(request, 'roost.request_id')).toBe(page.headers.get('x-request-id'))
    const children = spans.filter(({ traceId }) => traceId === request?.traceId)
    expect(children.some((span) => attributeOf(span, 'next.span_type') === 'BaseServer.handleRequest')).toBe(
      true,
    )
    expect(children.map((span) => attributeOf(span, 'db.query.text') ?? '').join()).toContain('FROM users')
    expect(spans.some((span) => attributeOf(span, 'url.path') === '/reset-password/[redacted]')).toBe(true)
    expect(spans.some((span) => attributeOf(span, 'url.path') === '/signup')).toBe(true)
    expect([...collector.services]).toEqual(['roost'])
    const bodies = collector.received.join('\n')
    for (const secret of ['secret-cookie', 'secret-bearer', 'secret-token', 'secret-query'])
      expect(bodies).not.toContain(secret)
    expect(server.output()).not.toContain('telemetry.')
  } finally {
    await server.kill().catch(() => {})
    collector.stop()
  }
})
