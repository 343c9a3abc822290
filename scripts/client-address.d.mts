import type { IncomingHttpHeaders } from 'node:http'

export function trustProxies(
  request: { headers: IncomingHttpHeaders; socket: { remoteAddress?: string | undefined } },
  proxies: number,
): void
