import { rm } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { streamHub } from '../api/stream/stream-hub'
import { authenticate } from '../credentials/mutations'
import { db, transaction } from '../db/db'
import { env } from '../env'
import { trackChanges } from '../events/guest-pages'
import { postKey, userKey } from '../http/changes.mjs'
import { knownToExist } from '../http/existence-cache'
import { authorOf } from '../posts/queries'
import { resetLimits } from '../rate-limit/rate-limit'
import { providerAdapter } from '../request/provider-adapter'
import { openSession } from '../sessions/mutations'
import { findSession } from '../sessions/queries'
import { endGracePeriod, requestDeletion, runDeletions } from '../testing/account-deletion'
import {
  aPost,
  aUser,
  aViewer,
  testClient,
  testPassword,
  viewerOf,
  viewerOfToken,
} from '../testing/factories'
import { readMails } from '../testing/mailbox'
import { listen } from '../testing/stream-reader'
import { findUsernameProblem } from '../usernames/queries'
import { signUp } from '../users/mutations'
import { userExists } from '../users/queries'
import { cancelAccountDeletion, requestAccountDeletion } from './mutations'
import { findPendingDeletion } from './queries'

const day = 24 * 60 * 60 * 1000

trackChanges()
beforeEach(resetLimits)
beforeEach(() => rm(`${env.DATA_DIR}/mail`, { recursive: true, force: true }))

/** Logs in like the log-in form. */
async function logIn(username: string): Promise<string> {
  const { id, credential } = await authenticate(username, testPassword, testClient.ip)
  return openSession(id, false, testClient, { credential })
}

describe('a request', () => {
  test('needs the password, also shortly after the log-in', async () => {
    const ann = await aViewer()
    for (const [typed, key] of [
      ['', 'current.required'],
      ['four tall storks', 'current.wrong'],
    ] as const)
      await expect(requestAccountDeletion(ann, typed)).rejects.toMatchObject({
        fieldErrors: { current: key },
      })
    expect(await db.accountDeletion.count()).toBe(0)
    await requestDeletion(ann)
    expect(await db.accountDeletion.count()).toBe(1)
  })

  test('is possible five times a day, because each sends a mail', async () => {
    const { id } = await aViewer()
    for (let count = 0; count < 5; count++) {
      await requestDeletion(await viewerOf(id))
      await transaction((tx) => tx.accountDeletion.deleteMany())
    }
    await expect(requestDeletion(await viewerOf(id))).rejects.toMatchObject({ code: 'rate-limited' })
  })

  test('needs a recent log-in of a member without a password', async () => {
    const ann = await aViewer({ passwordHash: null })
    await transaction((tx) =>
      tx.session.update({ where: { id: ann.sessionId }, data: { createdAt: new Date(Date.now() - day) } }),
    )
    await expect(requestAccountDeletion(ann, '')).rejects.toMatchObject({ code: 'reauthenticate' })
    await requestAccountDeletion(await viewerOf(ann.id), '')
    expect(await db.accountDeletion.count()).toBe(1)
  })

  test('ends every session and every stream, and is due in 14 days', async () => {
    const { id } = await aUser()
    const [token, other] = [await openSession(id, true, testClient), await openSession(id, true, testClient)]
    const ann = await viewerOfToken(token)
    const readers = [
      await listen(ann),
      await listen(await viewerOfToken(other)),
      await listen(await aViewer()),
    ]
    const dueAt = await requestDeletion(ann)
    expect(Math.round((dueAt.getTime() - Date.now()) / day)).toBe(14)
    for (const one of [token, other]) expect(await findSession(one)).toBeNull()
    await Promise.all(readers.slice(0, 2).map((reader) => reader.done))
    expect([readers[0]?.of('end').length, streamHub().size]).toEqual([1, 1])
    streamHub().endAll()
  })

  test('has one effect for simultaneous forms', async () => {
    const ann = await aViewer()
    const results = await Promise.allSettled([requestDeletion(ann), requestDeletion(ann)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await runDeletions()
    expect(await readMails(env.DATA_DIR)).toHaveLength(1)
  })

  test('invalidates cached data about the member and the posts at once', async () => {
    const ann = await aViewer({ username: 'ann' })
    const { id } = await aPost(ann)
    const findUser = () => knownToExist(userKey('ann'), async () => ((await userExists('ann')) ? 1 : null))
    const findPost = () => knownToExist(postKey(id), () => authorOf(id))
    expect([await findUser(), await findPost()]).toEqual([1, ann.id])
    await requestDeletion(ann)
    expect([await findUser(), await findPost()]).toEqual([null, null])
  })

  test('mails the date of the deletion, and how to cancel it', async () => {
    const ann = await aViewer({ username: 'ann' })
    const dueAt = await requestDeletion(ann)
    await runDeletions()
    const [mail] = await readMails(env.DATA_DIR)
    const date = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(dueAt)
    expect(mail).toMatchObject({ to: 'ann@example.com', subject: 'Your account will be deleted' })
    expect(mail?.text).toContain(date)
    expect(mail?.text).toContain('Keep my account')
    expect(mail?.text).toContain('/login')
  })

  test('keeps the username and the address reserved', async () => {
    const ann = await aViewer({ username: 'ann' })
    await requestDeletion(ann)
    expect(await findUsernameProblem('Ann', 0)).toBe('username.taken')
    const input = { email: 'ann@example.com', password: testPassword, repeat: testPassword }
    await expect(signUp({ username: 'other', ...input })).rejects.toMatchObject({
      fieldErrors: { email: 'email.taken' },
    })
  })
})

describe('a log-in', () => {
  test('opens no session until the member keeps the account', async () => {
    const ann = await aViewer()
    await requestDeletion(ann)
    await expect(logIn(ann.username)).rejects.toMatchObject({ code: 'deletion-pending' })
    await expect(authenticate(ann.username, 'wrong', testClient.ip)).rejects.toMatchObject({
      code: 'wrong-credentials',
    })
    expect(await db.session.count()).toBe(0)
    await cancelAccountDeletion({ userId: ann.id })
    expect(await findSession(await logIn(ann.username))).toMatchObject({ viewer: { id: ann.id } })
  })

  test('at another provider is refused in the same way', async () => {
    const ann = await aViewer()
    const account = { type: 'oauth', provider: 'github', providerAccountId: '42' }
    const accept = () => providerAdapter().accept({ id: String(ann.id) }, account)
    expect(await accept()).toBeNull()
    await requestDeletion(ann)
    expect(await accept()).toBe('DeletionPending')
  })

  test('fails like one with a wrong password once the account is due', async () => {
    const ann = await aViewer()
    await requestDeletion(ann)
    await endGracePeriod()
    await expect(logIn(ann.username)).rejects.toMatchObject({ code: 'wrong-credentials' })
    expect(await findPendingDeletion({ userId: ann.id })).toBeNull()
    await runDeletions()
    await expect(logIn(ann.username)).rejects.toMatchObject({ code: 'wrong-credentials' })
  })
})

describe('keeping the account', () => {
  test('leaves every row as it was, and sends a mail', async () => {
    const ann = await aViewer()
    await aPost(ann, 'Hello @nobody #tag')
    const read = async () => [
      await db.user.findMany({ omit: { lastSeenAt: true } }),
      await db.post.findMany({ include: { tags: true, search: true } }),
    ]
    const before = await read()
    await requestDeletion(ann)
    await cancelAccountDeletion({ userId: ann.id })
    expect(await read()).toEqual(before)
    await runDeletions()
    expect((await readMails(env.DATA_DIR)).map(({ subject }) => subject)).toContain(
      'Your account will not be deleted',
    )
    await expect(cancelAccountDeletion({ userId: ann.id })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('is refused after a change of the password since the log-in', async () => {
    const ann = await aViewer()
    const { credential } = await authenticate(ann.username, testPassword, testClient.ip)
    await requestDeletion(ann)
    const proof = { userId: ann.id, credential }
    expect(await findPendingDeletion(proof)).toMatchObject({ username: ann.username })
    await transaction((tx) => tx.user.update({ where: { id: ann.id }, data: { passwordHash: 'other' } }))
    await expect(cancelAccountDeletion(proof)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('at the due time either keeps everything or nothing', async () => {
    for (let round = 0; round < 5; round++) {
      const ann = await aViewer()
      await aPost(ann)
      const dueAt = await requestDeletion(ann)
      // The member uses a server whose clock is behind.
      const keep = cancelAccountDeletion({ userId: ann.id }, new Date(dueAt.getTime() - 1))
      await transaction((tx) =>
        tx.accountDeletion.updateMany({ where: { userId: ann.id }, data: { dueAt: new Date() } }),
      )
      const [kept] = await Promise.allSettled([keep, runDeletions()])
      await runDeletions()
      const isKept = kept.status === 'fulfilled'
      expect(await db.user.count({ where: { username: ann.username } })).toBe(isKept ? 1 : 0)
      expect(await db.post.count({ where: { authorId: ann.id } })).toBe(isKept ? 1 : 0)
      expect(await db.accountDeletion.count()).toBe(0)
    }
  })
})
