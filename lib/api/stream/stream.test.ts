import { afterEach, describe, expect, test, vi } from 'vitest'
import { transaction } from '../../db/db'
import { countListeners, publish } from '../../events/events'
import { signalsSince, writeSignal } from '../../events/signals'
import { follow, unfollow } from '../../follows/mutations'
import { closeSession, openSession, revokeSessions } from '../../sessions/mutations'
import {
  aPost,
  aUser,
  aViewer,
  testOrigin,
  testPassword,
  viewerOf,
  viewerOfToken,
} from '../../testing/factories'
import { changeSettings } from '../../testing/settings'
import { StreamReader } from '../../testing/stream-reader'
import { changePassword } from '../../users/mutations'
import type { Viewer } from '../../viewer-type'
import { answerStream } from './answer'
import { streams } from './hub'

afterEach(async () => {
  streams().endAll()
  vi.useRealTimers()
})

const requestOf = (last?: string, init?: RequestInit) =>
  new Request(
    `http://localhost/api/stream${last === undefined ? '' : `?last=${encodeURIComponent(last)}`}`,
    init,
  )

const open = (viewer: Viewer, last?: string) => new StreamReader(answerStream(viewer, requestOf(last)))

/** Open, and through with what was missed. */
async function listen(viewer: Viewer, last?: string): Promise<StreamReader> {
  const reader = open(viewer, last)
  await reader.until(() => reader.of('hello').length === 1)
  return reader
}

async function signal(userId: number, count: number, name = 'unread_message_count'): Promise<void> {
  await transaction((tx) => writeSignal(tx, userId, name, count))
  publish({ type: 'signals', userIds: [userId] })
}

const counts = (reader: StreamReader) =>
  reader.of('signal').map(({ data }) => (data as { data: number }).data)
const postIds = (reader: StreamReader) => reader.of('post').map(({ data }) => (data as { id: number }).id)

async function publishPost(viewer: Viewer, body = 'Hello'): Promise<number> {
  const { id } = await aPost(viewer, body)
  publish({ type: 'post', id, authorId: viewer.id, rootId: null })
  return id
}

test('a guest is told to log in, as JSON', async () => {
  const answer = answerStream(null, requestOf())
  expect(answer.status).toBe(401)
  expect(await answer.json()).toEqual({ error: 'unauthenticated' })
})

test('the answer is a stream that nothing on the way stores, compresses or holds back', async () => {
  const { headers } = answerStream(await aViewer(), requestOf())
  expect(Object.fromEntries(headers)).toEqual({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'private, no-store, no-transform',
    'x-accel-buffering': 'no',
  })
})

test('NOT-02 LIVE=poll answers nothing, and pages poll', async () => {
  changeSettings({ LIVE: 'poll' })
  expect(answerStream(await aViewer(), requestOf()).status).toBe(204)
})

test('NOT-02 signals come as they are written, to their member alone', async () => {
  const ann = await aViewer()
  const bob = await aViewer()
  const [here, there] = [await listen(ann), await listen(bob)]
  await signal(ann.id, 1)
  await here.until(() => counts(here).length === 1)
  await signal(ann.id, 2)
  await signal(bob.id, 9)
  await here.until(() => counts(here).length === 2)
  await there.until(() => counts(there).length === 1)
  expect([counts(here), counts(there)]).toEqual([[1, 2], [9]])
})

test('a fresh start tells the latest of everything, and of posts only new ones', async () => {
  const ann = await aViewer()
  await aPost(ann)
  await signal(ann.id, 1)
  await signal(ann.id, 2)
  const reader = await listen(ann)
  await reader.until(() => counts(reader).length === 1)
  const id = await publishPost(ann)
  await reader.until(() => postIds(reader).length > 0)
  expect([counts(reader), postIds(reader)]).toEqual([[2], [id]])
})

test('who comes back gets what was missed, in order and each thing once', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const before = await listen(ann)
  await signal(ann.id, 1)
  await before.until(() => counts(before).length === 1)
  const first = await publishPost(bob)
  await before.until(() => postIds(before).includes(first))
  await before.close()

  await signal(ann.id, 2)
  await signal(ann.id, 5, 'unread_notification_count')
  const missed = [await publishPost(bob), await publishPost(bob)]
  const after = await listen(ann, before.lastId)
  await after.until(() => counts(after).length === 2 && postIds(after).length >= 2)
  expect(counts(after)).toEqual([2, 5])
  expect(postIds(after)).toEqual(missed)
})

test('Last-Event-ID, which a browser sends by itself, overrules the address', async () => {
  const ann = await aViewer()
  const fresh = await listen(ann)
  await signal(ann.id, 1)
  await fresh.until(() => counts(fresh).length === 1)
  const request = requestOf('0.0', { headers: { 'last-event-id': fresh.lastId } })
  const resumed = new StreamReader(answerStream(ann, request))
  await resumed.until(() => resumed.of('hello').length === 1)
  await signal(ann.id, 2)
  await resumed.until(() => counts(resumed).length > 0)
  expect(counts(resumed)).toEqual([2])
})

test.each([
  [''],
  ['x'],
  ['1'],
  ['-1.-1'],
  ['1.5.2'],
  ['9999999999999999.0'],
  ['0.2147483647'],
  ['0.2147483648'],
  ['99999999999999999999.1'],
  ['0x10.0'],
  ["1' OR '1'='1.0"],
  ['٣.٤'],
  ['\u0000.1'],
  ['0.1-'],
  ['0.1-x'],
  [`0.9${'-1'.repeat(21)}`],
])('a forged or malformed id, as in %j, is a fresh start', async (last) => {
  const ann = await aViewer()
  await aPost(ann)
  await signal(ann.id, 7)
  const reader = await listen(ann, last)
  await reader.until(() => counts(reader).length === 1)
  const id = await publishPost(ann)
  await reader.until(() => postIds(reader).length > 0)
  expect([counts(reader), postIds(reader)]).toEqual([[7], [id]])
})

test('of more than 200 missed posts it is said that there are many, and it goes on after them', async () => {
  const ann = await aViewer()
  for (let made = 0; made < 201; made++) await aPost(ann)
  const reader = await listen(ann, '0.0')
  await reader.until(() => reader.of('reset').length === 1)
  const id = await publishPost(ann)
  await reader.until(() => postIds(reader).length > 0)
  expect(postIds(reader)).toEqual([id])
})

describe('of posts a member hears', () => {
  const newsOf = (reader: StreamReader) => reader.of('post').map(({ data }) => data)

  test('all, marked as theirs when they wrote them or follow who did', async () => {
    const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer()]
    await follow(ann, bob.username)
    const reader = await listen(ann)
    const ids = [await publishPost(ann), await publishPost(bob), await publishPost(eve)]
    await reader.until(() => newsOf(reader).length === 3)
    const expected = [ann, bob, eve].map((author, at) => {
      return { id: ids[at], authorId: author.id, rootId: null, home: author !== eve }
    })
    expect(newsOf(reader)).toEqual(expected)
  })

  test('what follows their follows: a change counts at once', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const reader = await listen(ann)
    await follow(ann, bob.username)
    await publishPost(bob)
    await reader.until(() => newsOf(reader).length === 1)
    await unfollow(ann, bob.username)
    await publishPost(bob)
    await reader.until(() => newsOf(reader).length === 2)
    expect(newsOf(reader)).toMatchObject([{ home: true }, { home: false }])
  })

  test.each(['block', 'blocked', 'mute'] as const)('none of whom they do not meet (%s)', async (kind) => {
    const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer()]
    const missed = await aPost(bob)
    const reader = await listen(ann)
    await separate(kind, ann.id, bob.id)
    publish({ type: 'relations', userId: ann.id })
    await publishPost(bob)
    const id = await publishPost(eve)
    await reader.until(() => postIds(reader).length > 0)
    expect(postIds(reader)).toEqual([id])

    const again = await listen(ann, `0.${missed.id - 1}`)
    await again.until(() => postIds(again).length > 0)
    expect(postIds(again)).toEqual([id])
  })
})

const separate = (kind: 'block' | 'blocked' | 'mute', one: number, other: number) =>
  transaction(async (tx) => {
    if (kind === 'mute') await tx.mute.create({ data: { muterId: one, mutedId: other } })
    else if (kind === 'block') await tx.block.create({ data: { blockerId: one, blockedId: other } })
    else await tx.block.create({ data: { blockerId: other, blockedId: one } })
  })

describe('NOT-10 with twenty writers at once', () => {
  const writers = 20
  const rounds = 15

  test('a reader who keeps leaving and coming back gets the last value of everything, and nothing twice', async () => {
    const ann = await aViewer()
    const heard: { key: string; value: number; position: string }[] = []
    const finished = () => heard.filter(({ value }) => value === rounds).length === writers
    const writing = Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let round = 1; round <= rounds; round++) {
          const data = { task_id: `task ${writer}`, progress: round }
          await transaction((tx) => writeSignal(tx, ann.id, 'task_progress', data, data.task_id))
          publish({ type: 'signals', userIds: [ann.id] })
        }
      }),
    )
    let last: string | undefined
    let visits = 0
    while (!finished()) {
      visits += 1
      const reader = await listen(ann, last)
      const some = 1 + ((visits * 7) % 23)
      const taken = () =>
        reader.of('signal').map(({ id, data }) => {
          const { subject, data: progress } = data as { subject: string; data: { progress: number } }
          return { key: subject, value: progress.progress, position: id.split('.')[0] as string }
        })
      const all = () => [...heard, ...taken()]
      await reader.until(
        () => taken().length >= some || all().filter(({ value }) => value === rounds).length === writers,
      )
      await reader.close()
      heard.push(...taken())
      last = reader.lastId
    }
    await writing
    const positions = heard.map(({ position }) => BigInt(position))
    expect(positions.every((position, at) => at === 0 || position > (positions[at - 1] as bigint))).toBe(true)
    for (let writer = 0; writer < writers; writer++) {
      const values = heard.filter(({ key }) => key === `task ${writer}`).map(({ value }) => value)
      expect(values).toEqual([...new Set(values)].sort((a, b) => a - b))
      expect(values.at(-1)).toBe(rounds)
    }
    expect(visits).toBeGreaterThan(1)
    expect(await signalsSince(ann.id, positions.at(-1) as bigint)).toEqual([])
  })

  test('posts of many at once reach a reader who keeps leaving, each once', async () => {
    const ann = await aViewer()
    const authors = await Promise.all(Array.from({ length: 5 }, () => aViewer()))
    const start = await listen(ann)
    let last = start.lastId
    await start.close()
    const written: number[] = []
    const writing = Promise.all(
      authors.map(async (author) => {
        for (let made = 0; made < 10; made++) written.push(await publishPost(author))
      }),
    )
    const heard: number[] = []
    while (heard.length < 50) {
      const reader = await listen(ann, last)
      await reader.until(() => postIds(reader).length > 0)
      await reader.close()
      heard.push(...postIds(reader))
      last = reader.lastId
    }
    await writing
    expect(heard.sort()).toEqual(written.sort())
  })
})

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
    const token = await openSession(user.id, false, testOrigin)
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
    expect(streams().size).toBe(1)
  })

  test('when the server does, which is no reason not to come back', async () => {
    const reader = await listen(await aViewer())
    process.emit('roost:closing' as 'beforeExit', 0)
    await reader.done
    expect([reader.ended, reader.of('end')]).toEqual(['closed', []])
  })

  test('that was asked for with a session that has just ended', async () => {
    const token = await openSession((await aUser()).id, false, testOrigin)
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

test('news of other processes that may have been missed are looked up', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const reader = await listen(ann)
  await transaction((tx) => writeSignal(tx, ann.id, 'unread_message_count', 4))
  const { id } = await aPost(bob)
  publish({ type: 'missed' })
  await reader.until(() => counts(reader).length === 1 && postIds(reader).length === 1)
  expect([counts(reader), postIds(reader)]).toEqual([[4], [id]])
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
