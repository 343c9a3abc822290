import { beforeEach, expect, test } from 'vitest'
import { authenticate } from '../credentials/mutations'
import { db, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { AppError } from '../errors'
import { hashPassword } from '../passwords/passwords'
import { waitForBlockedTransaction } from '../testing/blocked-transaction'
import { aUser, aViewer, testClient, testPassword, viewerOf, viewerOfToken } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import type { Viewer } from '../viewer'
import { changePassword, openSession } from './mutations'
import { findSession, listSessions } from './queries'

beforeEach(() => changeSettings({ RATE_LIMITS: 'off' }))

const newPassword = 'five small wrens'
const change = (viewer: Viewer, current = testPassword, password = newPassword) =>
  changePassword(viewer, { current, password, repeat: password })
const logIn = async (identifier: string, password: string) => {
  const { id, credential } = await authenticate(identifier, password, testClient.ip)
  return openSession(id, false, testClient, { credential })
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof AppError ? error.code : Promise.reject(error)),
  )
const sessionIdOf = async (token: string) => (await viewerOfToken(token)).sessionId
const sessionsOf = async (userId: number) =>
  (await db.session.findMany({ where: { userId }, select: { id: true } })).map(({ id }) => id)

test('opens no session for a password that was changed after it was checked [LOG-14]', async () => {
  const { id, username } = await aUser()
  const here = await viewerOf(id)
  const checked = await authenticate(username, testPassword, testClient.ip)
  const { token } = await change(here)
  const opening = openSession(id, false, testClient, { credential: checked.credential })
  await expect(opening).rejects.toMatchObject({ code: 'wrong-credentials' })
  expect(await sessionsOf(id)).toEqual([await sessionIdOf(token)])
})

test('opens no session while a password change commits [LOG-14]', async () => {
  const { id, username } = await aUser()
  const { credential } = await authenticate(username, testPassword, testClient.ip)
  const passwordHash = await hashPassword(newPassword)
  let opening = Promise.resolve('')
  await transaction(async (tx) => {
    await lockUser(tx, id)
    opening = codeOf(openSession(id, false, testClient, { credential }))
    await waitForBlockedTransaction()
    await tx.user.update({ where: { id }, data: { passwordHash } })
  })
  expect(await opening).toBe('wrong-credentials')
  expect(await sessionsOf(id)).toEqual([])
})

test('ends sessions that log-ins with the old password opened during the change [LOG-14]', async () => {
  const { id, username } = await aUser()
  const here = await viewerOf(id)
  // On a slow machine the loops open more sessions than a user may have, which would end the least recently used one.
  const lastUsedAt = new Date(Date.now() + 60_000)
  await transaction((tx) => tx.session.updateMany({ where: { id: here.sessionId }, data: { lastUsedAt } }))
  let changed = false
  const keepLoggingIn = async () => {
    while (!changed) await codeOf(logIn(username, testPassword))
  }
  const loops = [keepLoggingIn(), keepLoggingIn()]
  const { token } = await change(here)
  changed = true
  await Promise.all(loops)
  expect(await sessionsOf(id)).toEqual([await sessionIdOf(token)])
  expect(await codeOf(logIn(username, testPassword))).toBe('wrong-credentials')
  expect(await codeOf(logIn(username, newPassword))).toBe('done')
})

test('concurrent log-ins with an outdated hash all succeed', async () => {
  const { id, username } = await aUser()
  changeSettings({ BCRYPT_COST: 5 })
  const results = await Promise.all(Array.from({ length: 8 }, () => codeOf(logIn(username, testPassword))))
  expect(results).toEqual(Array(8).fill('done'))
  expect(await sessionsOf(id)).toHaveLength(8)
})

test('a password change succeeds while a log-in replaces an outdated hash', async () => {
  const { id, username } = await aUser()
  const here = await viewerOf(id)
  changeSettings({ BCRYPT_COST: 5 })
  const results = await Promise.all([codeOf(change(here)), codeOf(logIn(username, testPassword))])
  expect(results[0]).toBe('done')
  expect(await codeOf(logIn(username, newPassword))).toBe('done')
})

test('the current session gets a new id and keeps its times [SEC-10]', async () => {
  const { id } = await aUser()
  const before = await openSession(id, true, testClient)
  const here = await viewerOfToken(before)
  const [listed] = await listSessions(here)
  const { token, expires } = await change(here)
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(await findSession(before)).toBeNull()
  const there = await viewerOfToken(token)
  expect(await listSessions(there)).toEqual([{ ...listed, id: there.sessionId }])
  expect((await findSession(token))?.expiresAt).toEqual(expires)
})

test('a session that ends with the browser has no expiry after a password change either [REM-02]', async () => {
  expect((await change(await aViewer())).expires).toBeNull()
})

test('of two concurrent changes one succeeds, and the other session ends', async () => {
  const { id } = await aUser()
  const passwords = ['five small wrens', 'six grey herons']
  const viewers = [await viewerOf(id), await viewerOf(id)]
  const results = await Promise.all(
    viewers.map((viewer, index) => codeOf(change(viewer, testPassword, passwords[index]))),
  )
  expect(results.toSorted()).toEqual(['done', 'unauthenticated'])
  expect(await sessionsOf(id)).toHaveLength(1)
})

test('of two concurrent first passwords only one is stored', async () => {
  const ann = await aViewer({ passwordHash: null })
  const results = await Promise.all(
    ['five small wrens', 'six grey herons'].map((password) => codeOf(change(ann, '', password))),
  )
  expect(results.toSorted()).toEqual(['done', 'unauthenticated'])
})

test('a log-in ends the previous session of the browser, also that of another user [SEC-10]', async () => {
  const [ann, bob] = [await aUser(), await aUser()]
  const [previous, elsewhere] = [
    await openSession(ann.id, true, testClient),
    await openSession(ann.id, true, testClient),
  ]
  const second = await openSession(ann.id, false, testClient, { previousToken: previous })
  expect(await findSession(previous)).toBeNull()
  const third = await openSession(bob.id, false, testClient, { previousToken: second })
  expect(await findSession(second)).toBeNull()
  expect(await findSession(elsewhere)).not.toBeNull()
  expect((await findSession(third))?.viewer.id).toBe(bob.id)
})
