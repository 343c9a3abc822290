import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { env } from '../env'
import { log } from '../log/log'
import { setTelemetry } from './current'
import { redactSpan } from './redact-span'

type Sdk = typeof import('./sdk.mjs')

/** Minimum milliseconds between two log entries of this process about failed exports. */
const reportInterval = 60_000

/**
 * Starts recording spans in this process. Loaded only with OTEL_EXPORTER_OTLP_ENDPOINT. Traces must not cause an outage:
 * when their packages are missing, the process starts without them and logs how to install them.
 * @param root the directory of the project
 */
export async function startTelemetry(root = process.cwd()): Promise<void> {
  if (env.functionHost) {
    log.warn({ event: 'telemetry.off' }, `traces are not exported: ${env.functionHost} suspends processes`)
    return
  }
  const sdk = await loadSdk(root)
  // Any client can send the header and so choose which traces are recorded.
  const acceptsParents =
    env.OTEL_PROPAGATORS?.split(',').some((name) => name.trim() === 'tracecontext') ?? false
  if (sdk) setTelemetry(sdk.startSdk({ acceptsParents, redact: redactSpan, report: createReport() }))
}

/** Loaded by path: its packages are not dependencies, so no bundler can resolve them. */
async function loadSdk(root: string): Promise<Sdk | null> {
  const path = join(/* turbopackIgnore: true */ root, 'lib/telemetry/sdk.mjs')
  try {
    return await import(/* turbopackIgnore: true */ pathToFileURL(path).href)
  } catch (error) {
    log.error(
      { event: 'telemetry.missing', err: error },
      'traces are not exported: install their packages with node scripts/install.mjs --omit=dev --telemetry',
    )
    return null
  }
}

/** Logs problems of the exporter. While the collector is down, it reports one every few seconds. */
function createReport(): (message: string) => void {
  let reportedAt = Number.NEGATIVE_INFINITY
  return (message) => {
    if (Date.now() - reportedAt < reportInterval) return
    reportedAt = Date.now()
    log.warn({ event: 'telemetry.failed', reason: message }, 'traces are not exported')
  }
}
