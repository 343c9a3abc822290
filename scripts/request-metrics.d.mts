import type { IncomingMessage, ServerResponse } from 'node:http'

export function routeClassOf(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): string | null
export function observeRequest(request: IncomingMessage, response: ServerResponse): void
