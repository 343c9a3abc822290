import http, { type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

type ReceivedRequest = { method: string; path: string; headers: IncomingHttpHeaders; body: string }

/** Handles requests; responds with status 204 by default. */
type Respond = (response: ServerResponse, request: ReceivedRequest) => void

/** A server on this machine that records requests, until the end of the running test. */
export async function startReceiver(
  respond: Respond = (response) => void response.writeHead(204).end(),
  tls?: { key: string; cert: string },
) {
  const received: ReceivedRequest[] = []
  const sockets = new Set<Socket>()
  let current = respond
  const listener: RequestListener = async (request, response) => {
    // A client that ends the connection early, for example after a timeout, has sent no request.
    const body = await text(request).catch(() => null)
    if (body === null) return
    const { method = '', url: path = '', headers } = request
    received.push({ method, path, headers, body })
    current(response, { method, path, headers, body })
  }
  const server = tls ? https.createServer(tls, listener) : http.createServer(listener)
  server.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/hook`,
    received,
    /** Every connection, also those without a request. */
    sockets,
    respond: (next: Respond) => {
      current = next
    },
  }
}
