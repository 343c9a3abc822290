import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { aUser, aViewer, testClient, viewerOf, viewerOfToken } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import { closeSession, openSession, revokeSessions, touchSession } from './mutations'
import { isLive, sessionLifetime } from './policy'
import { findSession, listSessions } from './queries'
import { revokeInput } from './schema'

const day = 24 * 60 * 60 * 1000
const inDays = (days: number) => new Date(Date.now() + days * day)
const open = async (remember = false) => openSession((await aUser()).id, remember, testClient)

test('a session id is random, new at each log-in, and only its hash is stored [SEC-10]', async () => {
  const { id } = await aUser()
  const [one, other] = [await openSession(id, false, testClient), await openSession(id, false, testClient)]
  expect(one).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(one).not.toBe(other)
  const rows = await db.session.findMany({ orderBy: { id: 'asc' } })
  expect(rows.map((row) => row.tokenHash)).toEqual(
    [one, other].map((token) => createHash('sha256').update(token).digest('hex')),
  )
  expect(JSON.stringify(rows)).not.toContain(one)
})

test('returns null for a modified, truncated or unknown session token', async () => {
  const token = await open()
  const changed = (token[0] === 'A' ? 'B' : 'A') + token.slice(1)
  const hash = createHash('sha256').update(token).digest('hex')
  for (const bad of [
    changed,
    token.slice(1),
    `${token}x`,
    `${token}\n`,
    token.toLowerCase(),
    hash,
    '',
    "' OR 1=1 --",
    undefined,
  ])
    expect(await findSession(bad)).toBeNull()
  expect(await findSession(token)).not.toBeNull()
})

describe('a session ends [REM-03, SEC-12]', () => {
  test.each([
    [false, { term: 14 * day, idle: 3 * day }],
    [true, { term: 365 * day, idle: 365 * day }],
  ])('after its term (remembered: %s)', (remember, expected) =>
    expect(sessionLifetime(remember)).toEqual(expected),
  )

  test('after REMEMBER_DAYS', async () => {
    changeSettings({ REMEMBER_DAYS: 7 })
    expect(sessionLifetime(true)).toEqual({ term: 7 * day, idle: 7 * day })
    const token = await open(true)
    expect(await findSession(token, inDays(6.9))).not.toBeNull()
    expect(await findSession(token, inDays(7))).toBeNull()
  })

  test.each([
    [false, 2.9, true],
    [false, 3, false],
    [true, 364.9, true],
    [true, 365, false],
  ])('when unused (remembered: %s), live after %d days: %s', async (remember, days, live) => {
    expect((await findSession(await open(remember), inDays(days))) !== null).toBe(live)
  })

  test('after its term despite daily use, if it is not remembered', () => {
    const session = { remember: false, expiresAt: inDays(14), lastUsedAt: inDays(13.9) }
    expect([isLive(session, inDays(13.99)), isLive(session, inDays(14))]).toEqual([true, false])
  })

  test('at log-out, which deletes its row and is idempotent', async () => {
    const token = await open()
    await closeSession(token)
    await closeSession(token)
    await closeSession('nonsense')
    expect([await findSession(token), await db.session.count()]).toEqual([null, 0])
  })
})

test('a log-in deletes expired sessions of the same user only', async () => {
  const [ann, bob] = [await aUser(), await aUser()]
  for (const { id } of [ann, bob]) await openSession(id, false, testClient)
  await transaction((tx) => tx.session.updateMany({ data: { expiresAt: inDays(-1) } }))
  await openSession(ann.id, false, testClient)
  expect([
    await db.session.count({ where: { userId: ann.id } }),
    await db.session.count({ where: { userId: bob.id } }),
  ]).toEqual([1, 1])
})

test('the sessions of a deleted user are deleted [LOG-12]', async () => {
  const token = await open()
  const { viewer } = (await findSession(token)) ?? {}
  await transaction((tx) => tx.user.delete({ where: { id: viewer?.id ?? 0 } }))
  expect([await findSession(token), await db.session.count()]).toEqual([null, 0])
  if (viewer) await touchSession(viewer)
})

test('a ban, a new role and a new name take effect on the next request', async () => {
  const { id } = await aUser()
  const token = await openSession(id, true, testClient)
  const change = (data: object) => transaction((tx) => tx.user.update({ where: { id }, data }))
  await change({ role: 'admin', displayName: 'Ann' })
  expect(await viewerOfToken(token)).toMatchObject({ role: 'admin', displayName: 'Ann' })
  await change({ bannedAt: new Date() })
  expect(await findSession(token)).toBeNull()
})

describe('the list of sessions [SEC-13]', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

  test('shows device, network and last use of live sessions, most recently used first', async () => {
    const { id } = await aUser()
    const here = await viewerOf(id)
    await openSession(id, true, { ip: '2001:db8:1:2:3:4:5:6', userAgent: chrome })
    const expired = await viewerOf(id)
    await transaction((tx) =>
      tx.session.update({ where: { id: expired.sessionId }, data: { expiresAt: inDays(-1) } }),
    )
    await touchSession(here, inDays(0.1))
    const [first, second, ...rest] = await listSessions(here)
    expect(first).toMatchObject({ current: true, area: testClient.ip, remember: false })
    expect(second).toMatchObject({
      current: false,
      browser: 'Chrome',
      system: 'Linux',
      area: '2001:db8:1:2',
      remember: true,
    })
    expect(rest).toEqual([])
  })

  test.each([[''], ['curl/8.0'], ['x'.repeat(5000)], ['<script>']])(
    'accepts any user agent: %j',
    async (userAgent) => {
      const { id } = await aUser()
      await openSession(id, false, { ip: 'unknown', userAgent })
      expect(await listSessions(await viewerOf(id))).toHaveLength(2)
    },
  )

  test('can end one, or all except the current one', async () => {
    const { id } = await aUser()
    const [here, there] = [await viewerOf(id), await viewerOf(id)]
    await viewerOf(id)
    const idsLeft = async () => (await db.session.findMany({ select: { id: true } })).map((row) => row.id)
    expect(await revokeSessions(here, { session: there.sessionId })).toBe(1)
    expect(await revokeSessions(here, { session: there.sessionId })).toBe(0)
    expect(await revokeSessions(here, { session: 'others' })).toBe(1)
    expect(await idsLeft()).toEqual([here.sessionId])
  })
})

test("another user's session cannot be ended, not even by an admin [SEC-16]", async () => {
  const victim = await aViewer()
  for (const other of [await aViewer(), await aViewer({ role: 'admin' })]) {
    expect(await revokeSessions(other, { session: victim.sessionId })).toBe(0)
    expect(await revokeSessions(other, { session: 'others' })).toBe(0)
    expect((await listSessions(other)).map((session) => session.id)).not.toContain(victim.sessionId)
  }
  expect(await db.session.count({ where: { id: victim.sessionId } })).toBe(1)
})

test.each([['all'], ['0'], ['-1'], ['1.5'], [''], ['1 OR 1'], [undefined], [{ not: 1 }], [['others', 'x']]])(
  'rejects the invalid session id %j',
  (session) => {
    expect(revokeInput.safeParse({ session }).success).toBe(false)
  },
)
