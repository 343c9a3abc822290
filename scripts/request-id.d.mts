import type { IncomingHttpHeaders } from 'node:http'

export function identifyRequest(request: { headers: IncomingHttpHeaders }): string
