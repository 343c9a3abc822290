import { expect, test } from '@playwright/test'
import { startSeveralProcesses } from './own-server'
import { newAccount, password } from './plain-http'

/** Reads a stream of server-sent events. */
async function openStream(url: string, token: string) {
  const response = await fetch(`${url}/api/stream`, { headers: { Authorization: `Bearer ${token}` } })
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ])
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ''
  const until = async (part: string) => {
    while (!text.includes(part)) {
      const { done, value } = await reader.read()
      if (done) throw new Error(`the stream ended before ${part}: ${text}`)
      text += decoder.decode(value, { stream: true })
    }
  }
  await until('event: hello')
  return {
    until,
    /** Everything that the stream has sent, when the server has ended it. */
    async end() {
      for (let read = await reader.read(); !read.done; read = await reader.read())
        text += decoder.decode(read.value, { stream: true })
      return text
    },
  }
}

test('a stream of events with a token ends in every process when the token is revoked [TOK-04]', async () => {
  test.setTimeout(300_000)
  const server = await startSeveralProcesses()
  const { username, email } = newAccount()
  const send = async (method: string, path: string, headers: object, body?: object) => {
    const response = await fetch(server.url + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: response.status, text: await response.text() }
  }
  const basic = { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
  const logIn = async () => JSON.parse((await send('POST', '/api/tokens', basic)).text).token as string

  expect((await send('POST', '/api/users', {}, { username, email, password })).status).toBe(201)
  const [token, other] = [await logIn(), await logIn()]
  // One more than there are processes.
  const streams = await Promise.all([...server.origins, server.url].map((url) => openStream(url, token)))
  const kept = await openStream(server.url, other)
  const authorization = { Authorization: `Bearer ${token}` }
  const { status } = await send('POST', '/api/posts', authorization, { body: 'Herons' })
  expect(status).toBe(201)
  for (const stream of [...streams, kept]) await stream.until('event: post')

  const before = Date.now()
  expect((await send('DELETE', '/api/tokens', authorization)).status).toBe(204)
  for (const text of await Promise.all(streams.map((stream) => stream.end())))
    expect(text).toMatch(/event: end\ndata: \{\}\n\n$/)
  // Processes check their streams every five seconds too.
  expect(Date.now() - before).toBeLessThan(2000)
  const again = { Authorization: `Bearer ${other}` }
  const last = JSON.parse((await send('POST', '/api/posts', again, { body: 'Still here' })).text)
  await kept.until(`"id":${last.id}`)
  expect(await server.stop()).toBe(0)
})
