import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { withLimitedBody } from './limited-body'

const maxBytes = 4096

/** Sends a body without its length to a handler that returns it. `read` counts what has been read of it. */
async function send(bytes: number) {
  let read = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (read >= bytes) return controller.close()
      read += 1024
      controller.enqueue(new Uint8Array(1024).fill(97))
    },
  })
  const headers = { 'content-type': 'text/plain', cookie: 'a=b' }
  const init = { method: 'POST', headers, body, duplex: 'half' as const }
  const handle = async (request: NextRequest) =>
    new Response(`${request.method} ${request.cookies.get('a')?.value} ${(await request.text()).length}`)
  const response = await withLimitedBody(new NextRequest('http://localhost/x', init), maxBytes, handle)
  return { status: response.status, text: await response.text(), read }
}

test('passes a request on with its method, headers and body', async () => {
  expect(await send(maxBytes)).toEqual({ status: 200, text: `POST b ${maxBytes}`, read: maxBytes })
})

test('refuses a larger body without reading all of it [SEC-31]', async () => {
  const { status, text, read } = await send(1_000_000)
  expect([status, text]).toEqual([413, '{"error":"Send at most 4096 bytes."}'])
  expect(read).toBeLessThan(3 * maxBytes)
})
