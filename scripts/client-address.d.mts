import type { IncomingHttpHeaders } from 'node:http'

type Socket = { remoteAddress?: string | undefined; localAddress?: string | undefined }

export function trustProxies(
  request: { headers: IncomingHttpHeaders; socket: Socket },
  proxies: number,
  token: string,
): string | undefined
