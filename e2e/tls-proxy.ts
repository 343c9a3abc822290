import { request as forward, type IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'

export type TlsProxySettings = {
  /** Whether the proxy forwards the Host header of the browser or sends the address of the server. */
  keepHost: boolean
  /** The number of proxies to simulate: each appends an address to X-Forwarded-For. */
  hops: number
}

export type TlsProxy = { url: string; close: () => Promise<void> }

/**
 * Starts a reverse proxy that terminates TLS, like nginx or Caddy in production, with a certificate for this run.
 * @param target returns the address of the server behind it; called for each request
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
    const forwarded = forward({ host: 'localhost', port, method, path: url, headers }, (upstream) => {
      response.writeHead(upstream.statusCode ?? 502, upstream.rawHeaders)
      upstream.pipe(response)
    })
    // Both sides may end an event stream.
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
