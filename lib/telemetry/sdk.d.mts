import type { Telemetry } from './current'
import type { SpanContent } from './redact-span'

export function startSdk(options: {
  acceptsParents: boolean
  redact: (content: SpanContent) => SpanContent
  report: (message: string) => void
}): Telemetry
