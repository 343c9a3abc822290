import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished, vi } from 'vitest'
import { createGuestCache } from '../../scripts/guest-cache.mjs'

/** A page with a link to post 7, and the headers of a page that may be stored. */
export const page = `<html><a href="/posts/7">A post</a>${'text '.repeat(1000)}</html>`
export const shared = { 'Content-Type': 'text/html', 'Cache-Control': 'public, max-age=0, s-maxage=1' }

type Origin = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

type Reply = { status: number; headers: IncomingMessage['headers']; body: Buffer }

type Observer = (request: IncomingMessage, response: ServerResponse) => void

/**
 * A server with the cache of guest pages in front of `origin`. Requests that fail get status 500. Until the end of the
 * test the clock stands still: a page expires after a second, which passes on a busy machine.
 * @param observe is called before each request is handled
 */
export async function startCachedServer(maxBytes?: number, observe?: Observer) {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now())
  onTestFinished(() => clock.mockRestore())
  const served: string[] = []
  const state: { origin: Origin } = {
    origin: (_, response) => void response.writeHead(200, shared).end(page),
  }
  const respond = createGuestCache(async (incoming, response) => {
    served.push(`${incoming.method} ${incoming.url}`)
    await state.origin(incoming, response)
  }, maxBytes)
  const server = createServer((incoming, response) => {
    observe?.(incoming, response)
    respond(incoming, response).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  function send(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const sent = request({ port, path, method, headers, agent: false }, async (response) => {
        const chunks: Buffer[] = []
        for await (const chunk of response) chunks.push(chunk as Buffer)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
      })
      sent.once('error', reject)
      sent.end()
    })
  }

  return {
    /** The requests that reached the origin. */
    served,
    send,
    setOrigin(origin: Origin) {
      state.origin = origin
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A promise, and the function that fulfils it. */
export function signal(): { released: Promise<void>; release: () => void } {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  return { released, release }
}
