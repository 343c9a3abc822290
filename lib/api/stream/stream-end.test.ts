import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { findApiToken } from '../../api-tokens/queries'
import { transaction } from '../../db/db'
import { countListeners, publish } from '../../events/events'
import { changePassword, closeSession, openSession, revokeSessions } from '../../sessions/mutations'
import { aPersonalToken } from '../../testing/api'
import { aUser, aViewer, testClient, testPassword, viewerOf, viewerOfToken } from '../../testing/factories'
import { changeSettings } from '../../testing/settings'
import { listen, open, requestOf } from '../../testing/stream-reader'
import type { Viewer } from '../../viewer'
import { handleStream } from './handler'
import { streamHub } from './stream-hub'

afterEach(() => streamHub().endAll())

describe('the limit of streams per user', () => {
  const countAllowed = async (processes: number) => {
    changeSettings({ WEB_CONCURRENCY: processes })
    const ann = await aViewer()
    for (let opened = 0; ; opened++) {
      const response = handleStream(ann, requestOf())
      if (response.status === 429) return opened
    }
  }

  test.each([
    [1, 6],
    [2, 3],
    [4, 1],
    [16, 1],
  ])('with %i processes is %i in each', async (processes, max) => {
    expect(await countAllowed(processes)).toBe(max)
  })

  test('rejects another stream with 429 until one is closed', async () => {
    const ann = await aViewer()
    const readers = await Promise.all(Array.from({ length: 6 }, () => listen(ann)))
    const rejected = handleStream(ann, requestOf())
    expect([rejected.status, rejected.headers.get('retry-after')]).toEqual([429, '60'])
    expect(rejected.headers.get('ratelimit-policy')).toBe('"streams";q=6;qu="concurrent-requests"')
    expect(rejected.headers.get('ratelimit')).toBe('"streams";r=0')
    await readers[0]?.close()
    await listen(ann)
  })
})

describe('a stream ends immediately', () => {
  const endAfter = async (action: (ann: Viewer, token: string) => Promise<unknown>) => {
    const user = await aUser()
    const token = await openSession(user.id, false, testClient)
    const ann = await viewerOfToken(token)
    const other = await viewerOf(user.id)
    const readers = [await listen(ann), await listen(other)]
    await action(ann, token)
    return async (reader: 0 | 1) => {
      await readers[reader]?.done
      return [readers[reader]?.ended, readers[reader]?.events.at(-1)?.event]
    }
  }

  test('when its session ends, and tells the client not to reconnect', async () => {
    const endOf = await endAfter((_, token) => closeSession(token))
    expect(await endOf(0)).toEqual(['closed', 'end'])
    expect(streamHub().size).toBe(1)
  })

  test('when another session revokes its session', async () => {
    const endOf = await endAfter((ann) => revokeSessions(ann, { session: 'others' }))
    expect(await endOf(1)).toEqual(['closed', 'end'])
    expect(streamHub().size).toBe(1)
  })

  test('when another session changes the password', async () => {
    const password = 'six grey herons'
    const endOf = await endAfter((ann) =>
      changePassword(ann, { current: testPassword, password, repeat: password }),
    )
    expect(await endOf(1)).toEqual(['closed', 'end'])
    expect(streamHub().size).toBe(0)
  })

  test('when its own session changes the password, and the browser may reconnect with the new session', async () => {
    const password = 'six grey herons'
    let token = ''
    const endOf = await endAfter(async (ann) => {
      const changed = await changePassword(ann, { current: testPassword, password, repeat: password })
      token = changed.token
    })
    expect(await endOf(0)).toEqual(['closed', 'hello'])
    const again = await listen(await viewerOfToken(token))
    await streamHub().checkCredentials()
    expect(again.ended).toBeNull()
  })

  test('when the server shuts down, and the client may reconnect', async () => {
    const reader = await listen(await aViewer())
    process.emit('roost:closing' as 'beforeExit', 0)
    await reader.done
    expect([reader.ended, reader.of('end')]).toEqual(['closed', []])
  })

  test('when its session ended just before it was opened', async () => {
    const token = await openSession((await aUser()).id, false, testClient)
    const ann = await viewerOfToken(token)
    await closeSession(token)
    const reader = open(ann)
    await reader.done
    expect(reader.events.at(-1)?.event).toBe('end')
  })
})

describe('the session check ends streams without an event', () => {
  test.each([
    ['after a ban', (id: number) => ({ user: { update: { bannedAt: new Date() } }, id })],
    ['after the session expired', () => ({ expiresAt: new Date(Date.now() - 1) })],
    [
      'after the session was idle for too long',
      () => ({ lastUsedAt: new Date(Date.now() - 4 * 86_400_000) }),
    ],
  ] as const)('%s', async (_, change) => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const [reader, other] = [await listen(ann), await listen(bob)]
    const { id: _id, ...data } = { id: 0, ...change(ann.id) }
    await transaction((tx) => tx.session.update({ where: { id: ann.sessionId }, data }))
    await streamHub().checkCredentials()
    await reader.done
    expect([reader.events.at(-1)?.event, other.ended, streamHub().size]).toEqual(['end', null, 1])
  })
})

test('disconnects a client that does not read when the buffer is full', async () => {
  const ann = await aViewer()
  const client = handleStream(ann, requestOf()).body?.getReader()
  const post = (id: number) => publish({ type: 'post', id, authorId: ann.id, rootId: null })
  // Until the stream has read the database, it keeps new posts outside of the buffer.
  post(1)
  for (let text = ''; !text.includes('event: post\n'); )
    text += Buffer.from((await client?.read())?.value ?? [])
  for (let id = 2; streamHub().size > 0; id++) {
    expect(id).toBeLessThan(2000)
    post(id)
    if (id % 50 === 0) await new Promise(setImmediate)
  }
  await expect(client?.read()).rejects.toThrow('client does not read')
})

test('removes all listeners after the last stream, whether the client or the server closed it', async () => {
  const viewers = await Promise.all(Array.from({ length: 20 }, () => aViewer()))
  for (let round = 0; round < 5; round++) {
    const readers = await Promise.all(viewers.map((viewer) => listen(viewer)))
    expect([countListeners(), process.listenerCount('roost:closing')]).toEqual([1, 1])
    await Promise.all(readers.slice(0, 10).map((reader) => reader.close()))
    for (const { id, sessionId } of viewers.slice(10))
      publish({ type: 'sessions-ended', userId: id, sessionIds: [sessionId] })
    expect(streamHub().size).toBe(0)
    expect([countListeners(), process.listenerCount('roost:closing')]).toEqual([0, 0])
  }
})

test('registers no stream for a request that is aborted before the response starts', async () => {
  const aborted = new AbortController()
  aborted.abort()
  handleStream(await aViewer(), requestOf(undefined, { signal: aborted.signal }))
  expect([streamHub().size, countListeners()]).toEqual([0, 0])
})

test('checks a token a few milliseconds after its expiry, when it is no longer valid', async () => {
  const ann = await aViewer()
  const token = await findApiToken(await aPersonalToken(ann.id, 'read'))
  if (!token) throw new Error('no token')
  const check = vi.spyOn(streamHub(), 'checkCredentials').mockResolvedValue()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  onTestFinished(() => {
    vi.useRealTimers()
    check.mockRestore()
  })
  streamHub().open(ann, null, { ...token, expiresAt: new Date(Date.now() + 1000) })
  check.mockClear()
  vi.advanceTimersByTime(1000)
  expect(check).not.toHaveBeenCalled()
  vi.advanceTimersByTime(10)
  expect(check).toHaveBeenCalledOnce()
  streamHub().endAll()
})
