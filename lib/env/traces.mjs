// Plain JavaScript, because scripts/start.mjs imports it as well as lib/env.ts.

/**
 * Whether the standard OpenTelemetry variables enable traces.
 * @param {Record<string, string | undefined>} env
 */
export function exportsTraces(env) {
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT
  const isOff = env.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || env.OTEL_TRACES_EXPORTER === 'none'
  return Boolean(endpoint) && !isOff
}
