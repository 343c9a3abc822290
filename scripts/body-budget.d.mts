import type { IncomingMessage, ServerResponse } from 'node:http'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export function createBodyBudget(
  handle: Handler,
  options?: { maxBytes?: number; maxBytesOfClient?: number },
): Handler
