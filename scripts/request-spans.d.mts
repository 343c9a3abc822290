import type { IncomingMessage, ServerResponse } from 'node:http'

export function traceRequest(
  request: IncomingMessage,
  response: ServerResponse,
  handle: () => Promise<void>,
): void
