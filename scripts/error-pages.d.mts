import { type IncomingMessage, ServerResponse } from 'node:http'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export const errorPageHeader: string
export class ReplaceableResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends ServerResponse<Request> {}
export function createErrorPages(
  handle: Handler,
  render: Handler,
  report: (error: unknown, response: ServerResponse) => void,
): Handler
