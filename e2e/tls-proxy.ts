import { type IncomingHttpHeaders, request as sendOn } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'

export type TlsProxySettings = {
  /** Whether the server sees the host that the browser asked for, or the proxy's own name for it. */
  keepHost: boolean
  /** How many proxies it stands for: each appends the address it saw to X-Forwarded-For. */
  hops: number
}

export type TlsProxy = { url: string; close: () => Promise<void> }

/**
 * A reverse proxy that ends TLS with a certificate made for this run, as nginx or Caddy do in production.
 * @param target address of the server behind it, read for each request
 */
export async function startTlsProxy(
  target: () => string,
  { keepHost, hops }: TlsProxySettings,
): Promise<TlsProxy> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }])
  const proxy = createServer({ key, cert }, (request, response) => {
    const { host, port } = new URL(target())
    const headers: IncomingHttpHeaders = {
      ...request.headers,
      'x-forwarded-for': ['203.0.113.7', '10.0.0.2'].slice(0, hops).join(', '),
      'x-forwarded-proto': 'https',
      ...(keepHost ? {} : { host }),
    }
    const { method, url } = request
    const forwarded = sendOn({ host: 'localhost', port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(response)
    })
    // Either side may end an event stream.
    forwarded.on('error', () => response.destroy())
    response.on('close', () => forwarded.destroy())
    request.pipe(forwarded)
  })
  await new Promise<void>((resolve) => proxy.listen(0, resolve))
  return {
    url: `https://localhost:${(proxy.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve())
        proxy.closeAllConnections()
      }),
  }
}
