import { afterEach, describe, expect, test, vi } from 'vitest'
import { transaction } from '../../db/db'
import { countListeners, publish } from '../../events/events'
import { changePassword, closeSession, openSession, revokeSessions } from '../../sessions/mutations'
import { aUser, aViewer, testClient, testPassword, viewerOf, viewerOfToken } from '../../testing/factories'
import { changeSettings } from '../../testing/settings'
import { listen, open, requestOf } from '../../testing/stream-reader'
import type { Viewer } from '../../viewer'
import { answerStream } from './answer'
import { streams } from './hub'

afterEach(() => streams().endAll())

describe('a member has at most', () => {
  const refusedAfter = async (processes: number) => {
    changeSettings({ WEB_CONCURRENCY: processes })
    const ann = await aViewer()
    for (let opened = 0; ; opened++) {
      const answer = answerStream(ann, requestOf())
      if (answer.status === 429) return opened
    }
  }

  test.each([
    [1, 6],
    [2, 3],
    [4, 1],
    [16, 1],
  ])('with %i processes, %i streams in each', async (processes, most) => {
    expect(await refusedAfter(processes)).toBe(most)
  })

  test('that many at a time: one that was left makes room', async () => {
    const ann = await aViewer()
    const readers = await Promise.all(Array.from({ length: 6 }, () => listen(ann)))
    const refusal = answerStream(ann, requestOf())
    expect([refusal.status, refusal.headers.get('retry-after')]).toEqual([429, '60'])
    await readers[0]?.close()
    await listen(ann)
  })
})

describe('a stream ends at once', () => {
  const ended = async (work: (ann: Viewer, token: string) => Promise<unknown>) => {
    const user = await aUser()
    const token = await openSession(user.id, false, testClient)
    const ann = await viewerOfToken(token)
    const other = await viewerOf(user.id)
    const readers = [await listen(ann), await listen(other)]
    await work(ann, token)
    return async (reader: 0 | 1) => {
      await readers[reader]?.done
      return [readers[reader]?.ended, readers[reader]?.events.at(-1)?.event]
    }
  }

  test('with its session, and says that there is nothing to come back to', async () => {
    const howEnded = await ended((_, token) => closeSession(token))
    expect(await howEnded(0)).toEqual(['closed', 'end'])
    expect(streams().size).toBe(1)
  })

  test('when its session is revoked elsewhere', async () => {
    const howEnded = await ended((ann) => revokeSessions(ann, { session: 'others' }))
    expect(await howEnded(1)).toEqual(['closed', 'end'])
    expect(streams().size).toBe(1)
  })

  test('when the password changes elsewhere', async () => {
    const password = 'six grey herons'
    const howEnded = await ended((ann) =>
      changePassword(ann, { current: testPassword, password, repeat: password }),
    )
    expect(await howEnded(1)).toEqual(['closed', 'end'])
    expect(streams().size).toBe(0)
  })

  test('when the password changes here, but the browser may come back with its new session id', async () => {
    const password = 'six grey herons'
    let token = ''
    const howEnded = await ended(async (ann) => {
      const changed = await changePassword(ann, { current: testPassword, password, repeat: password })
      token = changed.token
    })
    expect(await howEnded(0)).toEqual(['closed', 'hello'])
    const again = await listen(await viewerOfToken(token))
    await streams().checkSessions()
    expect(again.ended).toBeNull()
  })

  test('when the server does, which is no reason not to come back', async () => {
    const reader = await listen(await aViewer())
    process.emit('roost:closing' as 'beforeExit', 0)
    await reader.done
    expect([reader.ended, reader.of('end')]).toEqual(['closed', []])
  })

  test('that was asked for with a session that has just ended', async () => {
    const token = await openSession((await aUser()).id, false, testClient)
    const ann = await viewerOfToken(token)
    await closeSession(token)
    const reader = open(ann)
    await reader.done
    expect(reader.events.at(-1)?.event).toBe('end')
  })
})

describe('what no event tells of is found by asking for all sessions at once', () => {
  test.each([
    ['a ban', (id: number) => ({ user: { update: { bannedAt: new Date() } }, id })],
    ['the end of its time', () => ({ expiresAt: new Date(Date.now() - 1) })],
    ['disuse', () => ({ lastUsedAt: new Date(Date.now() - 4 * 86_400_000) })],
  ] as const)('%s', async (_, change) => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const [reader, other] = [await listen(ann), await listen(bob)]
    const { id: _id, ...data } = { id: 0, ...change(ann.id) }
    await transaction((tx) => tx.session.update({ where: { id: ann.sessionId }, data }))
    await streams().checkSessions()
    await reader.done
    expect([reader.events.at(-1)?.event, other.ended, streams().size]).toEqual(['end', null, 1])
  })
})

test('who does not read is given up once a bounded amount waits', async () => {
  const ann = await aViewer()
  const idle = answerStream(ann, requestOf())
  await vi.waitFor(() => expect(countListeners()).toBe(1))
  for (let id = 1; streams().size > 0; id++) {
    expect(id).toBeLessThan(2000)
    publish({ type: 'post', id, authorId: ann.id, rootId: null })
    if (id % 50 === 0) await new Promise(setImmediate)
  }
  await expect(idle.body?.getReader().read()).rejects.toThrow('given up')
})

test('nobody listens any more once all streams are gone, however they went', async () => {
  const viewers = await Promise.all(Array.from({ length: 20 }, () => aViewer()))
  for (let round = 0; round < 5; round++) {
    const readers = await Promise.all(viewers.map((viewer) => listen(viewer)))
    expect([countListeners(), process.listenerCount('roost:closing')]).toEqual([1, 1])
    await Promise.all(readers.slice(0, 10).map((reader) => reader.close()))
    for (const { id, sessionId } of viewers.slice(10))
      publish({ type: 'sessions-ended', userId: id, sessionIds: [sessionId] })
    expect(streams().size).toBe(0)
    expect([countListeners(), process.listenerCount('roost:closing')]).toEqual([0, 0])
  }
})

test('a reader who is gone before the answer began leaves nothing behind', async () => {
  const gone = new AbortController()
  gone.abort()
  answerStream(await aViewer(), requestOf(undefined, { signal: gone.signal }))
  expect([streams().size, countListeners()]).toEqual([0, 0])
})
