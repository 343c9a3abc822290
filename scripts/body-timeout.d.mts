import type { IncomingMessage, ServerResponse } from 'node:http'

export const bodyTimeout: number
export const uploadTimeout: number
export function limitBodyTime(
  request: IncomingMessage,
  response: ServerResponse,
  timeouts?: { short?: number; long?: number },
): void
