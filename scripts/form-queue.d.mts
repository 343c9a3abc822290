import type { IncomingMessage, ServerResponse } from 'node:http'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export function createFormQueue(
  handle: Handler,
  options?: { maxLength?: number; isClosing?: () => boolean },
): Handler
