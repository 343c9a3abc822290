import { expect, test } from 'vitest'
import { exportsTraces } from './traces.mjs'

const endpoint = 'http://localhost:4318'

test.each([
  [{}, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }, true],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${endpoint}/v1/traces` }, true],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SDK_DISABLED: 'true' }, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_EXPORTER: 'none' }, false],
  [{ OTEL_SERVICE_NAME: 'roost' }, false],
])('of the settings %j, traces are exported: %j', (settings, expected) => {
  expect(exportsTraces(settings)).toBe(expected)
})
