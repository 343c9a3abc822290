import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type SlowProxy = {
  port: number
  /** Milliseconds by which each response is delayed. */
  delay: number
  /** The fraction of responses that are dropped, from 0 to 1; the connection stays open. */
  stalls: number
  /** The number of dropped responses. */
  stalled: number
  connections: number
  close: () => void
}

/**
 * Forwards TCP connections and delays what the server sends, in order.
 * @param random returns numbers from 0 to 1
 */
export async function startSlowProxy(
  target: { host: string; port: number },
  random: () => number,
): Promise<SlowProxy> {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host)
    let isStalled = false
    proxy.connections += 1
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
        sockets.delete(socket)
      })
    }
    client.on('data', (chunk) => upstream.write(chunk))
    upstream.on('data', (chunk) => {
      if (!isStalled && random() < proxy.stalls) {
        isStalled = true
        proxy.stalled += 1
      }
      // The delay is the same for all chunks, so their order is preserved.
      if (!isStalled) setTimeout(() => client.write(chunk), proxy.delay)
    })
  })
  const proxy: SlowProxy = {
    ...{ port: 0, delay: 0, stalls: 0, stalled: 0, connections: 0 },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
  await once(server.listen(0, '127.0.0.1'), 'listening')
  proxy.port = (server.address() as AddressInfo).port
  return proxy
}
