import type { Instrumentation } from 'next'
import { isMalformedBody } from './lib/http/malformed-body'

/** Next calls this once in each server process, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { runStartupCheck } = await import('./lib/db/startup-check')
    if (!(await runStartupCheck())) return
    if (process.env.NODE_ENV === 'production') {
      const { redirectConsoleToLog } = await import('./lib/log/console')
      redirectConsoleToLog()
      // Loaded before the first error, so that it is logged in time (lib/log/console.ts).
      await import('./lib/log/request-error')
    }
    const { env } = await import('./lib/env')
    if (env.exportsTraces) {
      const { startTelemetry } = await import('./lib/telemetry/start')
      await startTelemetry()
    }
    if (env.METRICS_TOKEN) {
      const { startMetrics } = await import('./lib/metrics/recorder')
      const { limitNames } = await import('./lib/rate-limit/rate-limit')
      startMetrics(limitNames)
    }
    const { startErrorMail } = await import('./lib/mail/error-mail')
    startErrorMail()
    const { trackChanges } = await import('./lib/events/guest-pages')
    trackChanges()
    const { startJobs, startMaintenance } = await import('./lib/background/jobs')
    await startJobs()
    startMaintenance()
  }
}

/** Next calls this with each error that a page, handler, action or proxy.ts throws. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  // Before the first await: Next does not always wait for this function before it sends the response.
  const isMalformed = isMalformedBody(error)
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { logMalformedRequest, logRefusedRequest, logRequestError } = await import(
      './lib/log/request-error'
    )
    const { isMarked } = await import('./lib/db/outage')
    if (isMalformed) logMalformedRequest(error, request)
    else if (isMarked(error)) logRefusedRequest(error, request)
    else logRequestError(error, request, context)
  }
}
