import { rm } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { muteUser } from '../blocks/mutations'
import { db, transaction } from '../db/db'
import { env } from '../env'
import { followUser } from '../follows/mutations'
import { mailer } from '../mail/mail'
import { markNotificationsRead } from '../notifications/mutations'
import { requestDeletion } from '../testing/account-deletion'
import { aSubscriber, sendDigests } from '../testing/digests'
import { aViewer } from '../testing/factories'
import { readMails } from '../testing/mailbox'
import { send } from '../testing/messages'
import { enqueueDueDigests, setDigest } from './mutations'
import { getDigest } from './queries'

const day = 24 * 60 * 60_000
const mails = () => readMails(env.DATA_DIR)
const dueAtOf = async (userId: number) =>
  (await db.digestSubscription.findUnique({ where: { userId } }))?.dueAt.getTime()
const makeSummariesDue = () =>
  transaction((tx) => tx.digestSubscription.updateMany({ data: { dueAt: new Date(0) } }))

beforeEach(() => rm(`${env.DATA_DIR}/mail`, { recursive: true, force: true }))

describe('no mail is sent', () => {
  test('when nothing is unread, but the next summary comes a period later', async () => {
    const ann = await aSubscriber()
    const before = (await dueAtOf(ann.id)) ?? 0
    await sendDigests()
    expect(await mails()).toEqual([])
    expect(await dueAtOf(ann.id)).toBe(before + day)
    // A new notification does not change the time of the next summary.
    await send(await aViewer(), ann)
    await sendDigests()
    expect(await mails()).toEqual([])
  })

  test('to members who are banned, delete their account, have no verified address or no subscription', async () => {
    const bob = await aViewer()
    const banned = await aSubscriber()
    const leaving = await aSubscriber()
    const unverified = await aSubscriber({ isVerified: false })
    const other = await aViewer()
    for (const member of [banned, leaving, unverified, other]) await send(bob, member)
    const data = { bannedAt: new Date() }
    await transaction((tx) => tx.user.update({ where: { id: banned.id }, data, select: { id: true } }))
    await requestDeletion(leaving)
    await sendDigests()
    expect(await mails()).toEqual([])
    for (const { id } of [banned, leaving, unverified, other]) expect(await getDigest(id)).toBeNull()
    // They are not checked again before the next period.
    for (const { id } of [banned, leaving, unverified]) expect(await dueAtOf(id)).toBeGreaterThan(Date.now())
  })

  test('before a summary is due', async () => {
    await send(await aViewer(), await aSubscriber({ dueAt: new Date(Date.now() + 60_000) }))
    await sendDigests()
    expect(await mails()).toEqual([])
  })

  test('when everything is from muted members', async () => {
    const [ann, bob] = [await aSubscriber({ username: 'ann' }), await aViewer({ username: 'bob' })]
    await followUser(bob, 'ann')
    await send(bob, ann)
    await muteUser(ann, 'bob')
    await sendDigests()
    expect(await mails()).toEqual([])
  })

  test('when the member has read everything or unsubscribed before the mail is written', async () => {
    const [ann, eve] = [await aSubscriber({ username: 'ann' }), await aSubscriber({ username: 'eve' })]
    const bob = await aViewer()
    for (const name of ['ann', 'eve']) await followUser(bob, name)
    await enqueueDueDigests()
    expect(await db.job.count({ where: { kind: 'digest-mail' } })).toBe(2)
    await markNotificationsRead(ann, { notification: 'all' })
    await setDigest(eve, { frequency: 'never' })
    await sendDigests()
    expect(await mails()).toEqual([])
  })
})

describe('one mail per period', () => {
  test('is sent by repeated and simultaneous runs', async () => {
    const ann = await aSubscriber()
    await send(await aViewer(), ann)
    await Promise.all([enqueueDueDigests(), enqueueDueDigests(), enqueueDueDigests()])
    expect(await db.job.count({ where: { kind: 'digest-mail' } })).toBe(1)
    for (let run = 0; run < 3; run++) await sendDigests()
    expect(await mails()).toHaveLength(1)
    await makeSummariesDue()
    await sendDigests()
    expect(await mails()).toHaveLength(2)
  })

  test('is sent after a pause of many periods, and keeps the time of day', async () => {
    const dueAt = new Date(Date.now() - 10 * day - 60_000)
    const [daily, weekly] = [await aSubscriber({ dueAt }), await aSubscriber({ dueAt, frequency: 'weekly' })]
    const bob = await aViewer()
    for (const member of [daily, weekly]) await send(bob, member)
    for (let run = 0; run < 3; run++) await sendDigests()
    expect(await mails()).toHaveLength(2)
    expect(await dueAtOf(daily.id)).toBe(dueAt.getTime() + 11 * day)
    expect(await dueAtOf(weekly.id)).toBe(dueAt.getTime() + 14 * day)
  })

  test('is sent after the mail server was down for several periods', async () => {
    const ann = await aSubscriber()
    await send(await aViewer(), ann)
    const { send: deliver } = mailer
    mailer.send = () => Promise.reject(new Error('down'))
    try {
      for (let run = 0; run < 3; run++) {
        await makeSummariesDue()
        await sendDigests()
      }
    } finally {
      mailer.send = deliver
    }
    expect(await db.job.findMany({ where: { kind: 'digest-mail' } })).toMatchObject([{ attempts: 3 }])
    await sendDigests()
    expect(await mails()).toHaveLength(1)
  })
})

test('enqueues many mails in batches of bounded size', async () => {
  const bob = await aViewer()
  const ids = await transaction(async (tx) => {
    const rows = []
    for (let at = 0; at < 120; at++) {
      const name = `reader_${at}`
      const [email, emailVerified] = [`${name}@example.com`, new Date()]
      const keys = { usernameKey: name, emailKey: email }
      const data = { username: name, email, emailVerified, ...keys }
      rows.push(await tx.user.create({ data, select: { id: true } }))
    }
    const due = { frequency: 'daily', dueAt: new Date(0) }
    await tx.digestSubscription.createMany({ data: rows.map(({ id }) => ({ userId: id, ...due })) })
    await tx.message.createMany({
      data: rows.map(({ id }) => ({ senderId: bob.id, recipientId: id, body: 'Hello' })),
    })
    return rows
  })
  const enqueued = () => db.job.count({ where: { kind: 'digest-mail' } })
  expect(await enqueueDueDigests()).toBe(true)
  expect(await enqueued()).toBe(100)
  expect(await enqueueDueDigests()).toBe(false)
  expect(await enqueued()).toBe(ids.length)
  expect(await enqueueDueDigests()).toBe(false)
})
