import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Value = { stringValue?: string; intValue?: number; boolValue?: boolean }

/** A span as OTLP represents it in JSON. */
export type CollectedSpan = {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  attributes: { key: string; value: Value }[]
  status: { code?: number; message?: string }
}

type Body = {
  resourceSpans: {
    resource: { attributes: { key: string; value: Value }[] }
    scopeSpans: { spans: CollectedSpan[] }[]
  }[]
}

/** Starts a server that collects spans, as an OpenTelemetry collector does. */
export async function startTraceCollector() {
  const spans: CollectedSpan[] = []
  /** Everything that arrived, headers as well. */
  const received: string[] = []
  const services = new Set<string | undefined>()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    received.push(`${request.method} ${request.url}\n${JSON.stringify(request.headers)}\n${body}`)
    for (const { resource, scopeSpans } of (JSON.parse(body) as Body).resourceSpans) {
      services.add(resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue)
      for (const scope of scopeSpans) spans.push(...scope.spans)
    }
    response.setHeader('Content-Type', 'application/json').end('{}')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    received,
    services,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** The value of an attribute of a span. */
export function attributeOf(span: CollectedSpan | undefined, name: string): Value[keyof Value] {
  const value = span?.attributes.find(({ key }) => key === name)?.value
  return value?.stringValue ?? value?.intValue ?? value?.boolValue
}
