// Records spans with the SDK of OpenTelemetry and exports them by OTLP over HTTP. Next records its own spans as soon as this
// has registered itself. The SDK reads the OTEL_* variables. Loaded by its path (start.ts), because its packages are
// installed on demand (scripts/telemetry-packages.mjs).

import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const root = join(import.meta.dirname, '../..')
const load = createRequire(join(root, 'node_modules/.telemetry/package.json'))
// Next has another copy of the API. All copies share what is registered in one of them.
const { context, DiagLogLevel, diag, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } =
  load('@opentelemetry/api')
const { suppressTracing, W3CTraceContextPropagator } = load('@opentelemetry/core')
const { OTLPTraceExporter } = load('@opentelemetry/exporter-trace-otlp-http')
const { defaultResource, detectResources, envDetector, resourceFromAttributes } =
  load('@opentelemetry/resources')
const { BatchSpanProcessor, NodeTracerProvider } = load('@opentelemetry/sdk-trace-node')

/** Milliseconds that a stopping process waits for the collector; less than the 4 s of the web server. */
const flushTimeout = 3000

/**
 * Starts the SDK in this process.
 * @param options.acceptsParents whether a request can belong to the trace of its sender, by the header traceparent
 * @param options.redact removes secrets from the content of a span, before it is exported
 * @param options.report receives problems of the exporter
 * @returns {import('./current').Telemetry}
 */
export function startSdk({ acceptsParents, redact, report }) {
  const ignore = () => {}
  const logger = { error: report, warn: ignore, info: ignore, debug: ignore, verbose: ignore }
  // Next sets attributes of spans that have ended, which is a warning.
  diag.setLogger(logger, { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true })
  const exporter = redactingExporter(new OTLPTraceExporter(), redact)
  const provider = new NodeTracerProvider({
    resource: describeProcess(),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  })
  provider.register({ propagator: acceptsParents ? new W3CTraceContextPropagator() : null })
  const tracer = provider.getTracer('roost')
  /** The requests that are being handled. */
  const handling = new Set()
  const exportAll = () =>
    provider
      .forceFlush()
      // The provider does not wait for a batch that is being sent; the exporter does.
      .then(() => exporter.forceFlush())
      .catch((error) => report(String(error)))
  return {
    handleRequest(name, request, response, handle) {
      const parent = propagation.extract(ROOT_CONTEXT, request.headers)
      const attributes = {
        'http.request.method': request.method,
        'url.path': request.url,
        'roost.request_id': request.headers['x-request-id'],
      }
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent)
      response.once('close', () => {
        span.setAttribute('http.response.status_code', response.statusCode)
        if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
        span.end()
      })
      const handled = context.with(trace.setSpan(parent, span), handle)
      handling.add(handled)
      void handled.finally(() => handling.delete(handled))
    },
    runUnrecorded: (run) => context.with(suppressTracing(ROOT_CONTEXT), run),
    runJob: (kind, attributes, run) =>
      runAsSpan(tracer, `job ${kind}`, { kind: SpanKind.CONSUMER, root: true, attributes }, run),
    runStatement(sql, system, run) {
      if (!trace.getActiveSpan()) return run()
      const operation = /\w+/.exec(sql)?.[0].toUpperCase() ?? 'SQL'
      const attributes = {
        'db.system.name': system,
        'db.operation.name': operation,
        // With placeholders in place of values.
        'db.query.text': sql,
      }
      return runAsSpan(tracer, operation, { kind: SpanKind.CLIENT, attributes }, run)
    },
    async flush() {
      // The spans of Next end after the response.
      const flushed = exportAll()
        .then(() => Promise.allSettled(handling))
        .then(exportAll)
      await Promise.race([flushed, sleep(flushTimeout, undefined, { ref: false })])
    },
  }
}

/** OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES override the other attributes. */
function describeProcess() {
  const { version } = createRequire(join(root, 'package.json'))('./package.json')
  const own = { 'service.name': 'roost', 'service.version': version, 'process.pid': process.pid }
  return defaultResource()
    .merge(resourceFromAttributes(own))
    .merge(detectResources({ detectors: [envDetector] }))
}

function runAsSpan(tracer, name, options, run) {
  return tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await run()
    } catch (error) {
      span.recordException(error)
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  })
}

function redactingExporter(exporter, redact) {
  return {
    export(spans, done) {
      exporter.export(
        spans.filter(isUseful).map((span) => withContent(span, redact(span))),
        done,
      )
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush(),
  }
}

/** Next loads its modules outside of requests: a trace of one span for each route. */
function isUseful({ parentSpanContext, instrumentationScope }) {
  return parentSpanContext !== undefined || instrumentationScope.name !== 'next.js'
}

/** The span with other properties; the recorded one is not changed. */
function withContent(span, content) {
  const properties = Object.entries(content).map(([name, value]) => [name, { value }])
  return Object.create(span, Object.fromEntries(properties))
}
