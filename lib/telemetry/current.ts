import type { IncomingMessage, ServerResponse } from 'node:http'

/** Numbers and short texts that describe a span. */
export type SpanAttributes = Record<string, string | number | boolean>

/** Records spans and exports them. */
export type Telemetry = {
  /**
   * Handles a request as a span, which ends with the response (scripts/request-spans.mjs).
   * @param name the method and the class of the route, which have few values
   */
  handleRequest(
    name: string,
    request: IncomingMessage,
    response: ServerResponse,
    handle: () => Promise<void>,
  ): void
  /** Runs something without recording its spans or those of what it starts, which Next would record otherwise. */
  runUnrecorded<T>(run: () => T): T
  /** Runs a job as the root span of a new trace. */
  runJob<T>(kind: string, attributes: SpanAttributes, run: () => Promise<T>): Promise<T>
  /** Runs a statement of the database as a span of the current request or job; outside of both it is not recorded. */
  runStatement<T>(sql: string, system: string, run: () => Promise<T>): Promise<T>
  /** Exports the recorded spans. Never rejects: failures are logged. */
  flush(): Promise<void>
}

// The web server, proxy.ts and pages are separate bundles of one process: module state would exist once per bundle.
const shared = globalThis as { roostTelemetry?: Telemetry }

/** The telemetry of this process; undefined without OTEL_EXPORTER_OTLP_ENDPOINT. */
export function telemetry(): Telemetry | undefined {
  return shared.roostTelemetry
}

/**
 * Runs something outside of the trace of the current request, and without recording it. For timers and listeners that
 * a request starts but that outlive it.
 */
export function runUnrecorded<T>(run: () => T): T {
  const current = telemetry()
  return current ? current.runUnrecorded(run) : run()
}

/** Makes this the telemetry of the process; undefined records nothing. */
export function setTelemetry(current: Telemetry | undefined): void {
  shared.roostTelemetry = current
}
