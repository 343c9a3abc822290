// Records each request as a span, with OTEL_EXPORTER_OTLP_ENDPOINT.

import { routeClassOf } from './request-metrics.mjs'

/**
 * Handles a request as a span, which contains those of Next and of the database. Event streams are not recorded,
 * because they end when a page is closed, nor are static files. Without this span, those of Next and of the database
 * would be separate traces, so they are not recorded.
 */
export function traceRequest(request, response, handle) {
  // lib/telemetry/current.ts
  const telemetry = globalThis.roostTelemetry
  if (!telemetry) return handle()
  const routeClass = routeClassOf(request)
  if (!routeClass || routeClass === 'static') return telemetry.runUnrecorded(handle)
  telemetry.handleRequest(`${request.method} ${routeClass}`, request, response, handle)
}
