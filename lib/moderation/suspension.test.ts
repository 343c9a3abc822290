import { afterEach, expect, test } from 'vitest'
import { streamHub } from '../api/stream/stream-hub'
import { createPasswordToken } from '../api-tokens/mutations'
import { findApiToken } from '../api-tokens/queries'
import { authenticate } from '../credentials/mutations'
import { hashApiToken } from '../crypto/api-token'
import { newSessionToken } from '../crypto/session-token'
import { db, transaction } from '../db/db'
import { createResetLink } from '../recovery/mutations'
import { getResetAccount } from '../recovery/queries'
import { insertSession, openSession } from '../sessions/mutations'
import { findSession } from '../sessions/queries'
import { aPersonalToken } from '../testing/api'
import { aUser, aViewer, testClient, testPassword, viewerOf } from '../testing/factories'
import { listen } from '../testing/stream-reader'
import { suspendMember, unsuspendMember } from './mutations'

afterEach(() => streamHub().endAll())

test('a suspension ends sessions, streams, API tokens and reset links at once, of this member only', async () => {
  const { id, username } = await aUser()
  const [ann, bob] = [await viewerOf(id), await aViewer()]
  const [stream, other] = [await listen(ann), await listen(bob)]
  const token = await aPersonalToken(id, 'read')
  const link = await createResetLink(id)
  expect(await suspendMember(username.toUpperCase())).toEqual({ username, isChanged: true })
  await stream.done
  expect([stream.events.at(-1)?.event, other.ended]).toEqual(['end', null])
  expect(await db.session.findMany({ select: { userId: true } })).toEqual([{ userId: bob.id }])
  expect(await db.apiToken.count({ where: { tokenHash: hashApiToken(token) } })).toBe(0)
  expect(await findApiToken(token)).toBeNull()
  expect(await getResetAccount(link.split('/').at(-1) ?? '')).toBeNull()
})

test('refuses a log-in whose password was checked before the suspension', async () => {
  const { id, username } = await aUser()
  const { credential } = await authenticate(username, testPassword, '192.0.2.1')
  await suspendMember(username)
  const refusal = { code: 'banned' }
  await expect(openSession(id, true, testClient, { credential })).rejects.toMatchObject(refusal)
  await expect(createPasswordToken({ id, credential }, testClient)).rejects.toMatchObject(refusal)
  expect([await db.session.count(), await db.apiToken.count()]).toEqual([0, 0])
})

test('what a request has created during the suspension stays invalid afterwards', async () => {
  const { id, username } = await aUser()
  await suspendMember(username)
  const session = newSessionToken()
  await transaction((tx) =>
    insertSession(tx, { userId: id, remember: true, from: testClient, token: session }),
  )
  const token = await aPersonalToken(id, 'read')
  const link = await createResetLink(id)
  await unsuspendMember(username)
  expect([await findSession(session), await findApiToken(token)]).toEqual([null, null])
  expect(await getResetAccount(link.split('/').at(-1) ?? '')).toBeNull()
})

test('both are idempotent, and return null for an unknown name', async () => {
  const { username } = await aUser()
  const now = new Date('2026-11-27T00:00:00Z')
  await suspendMember(username, now)
  expect(await suspendMember(username)).toEqual({ username, isChanged: false })
  expect((await db.user.findFirst())?.bannedAt).toEqual(now)
  expect(await unsuspendMember(username)).toEqual({ username, isChanged: true })
  expect(await unsuspendMember(username)).toEqual({ username, isChanged: false })
  expect([await suspendMember('nobody'), await unsuspendMember('nobody')]).toEqual([null, null])
})
