import type { IncomingHttpHeaders } from 'node:http'

type Socket = { remoteAddress?: string | undefined; localAddress?: string | undefined }

export function normalizeProxyHeaders(
  request: { headers: IncomingHttpHeaders; socket: Socket },
  proxies: number,
  token: string,
): string | undefined
