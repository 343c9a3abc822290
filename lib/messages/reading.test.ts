import { describe, expect, test } from 'vitest'
import { blockUser, muteUser, unblockUser, unmuteUser } from '../blocks/mutations'
import { db, engine, Prisma, transaction } from '../db/db'
import { unreadNotifications } from '../notifications/queries'
import { aViewer } from '../testing/factories'
import { annBobAndEve, eventsDuring, inbox, send, signalsOf, thread } from '../testing/messages'
import { markThreadRead } from './mutations'
import { countUnreadSql, getPartner, threadPage, unreadMessages } from './queries'

describe('marking a thread as read [MSG-06]', () => {
  test('affects the messages of one sender only, and updates the unread count', async () => {
    const [ann, bob, eve] = await annBobAndEve()
    const [, { id }] = [await send(bob, ann), await send(bob, ann), await send(eve, ann)]
    await send(ann, bob, 'Own ones are not mine to read')
    expect([await unreadMessages(ann), (await getPartner(ann, 'bob'))?.unread]).toEqual([3, true])
    expect(await markThreadRead(ann, 'BOB')).toBe(2)
    expect([await unreadMessages(ann), await unreadMessages(bob)]).toEqual([1, 1])
    expect((await getPartner(ann, 'bob'))?.unread).toBe(false)
    expect(await signalsOf(ann)).toEqual(
      expect.arrayContaining([
        ['messages_read', 'bob', { id, from: 'Ann' }],
        ['unread_message_count', '', 1],
      ]),
    )
  })

  test('a second time writes nothing and publishes nothing', async () => {
    const [ann, bob] = await annBobAndEve()
    await send(bob, ann)
    expect(await eventsDuring(() => markThreadRead(ann, 'bob'))).toEqual([
      { type: 'signals', userIds: [ann.id] },
    ])
    const before = [await db.signal.findMany(), await db.message.findMany()]
    expect(await eventsDuring(() => markThreadRead(ann, 'bob'))).toEqual([])
    expect(await markThreadRead(ann, 'eve')).toBe(0)
    expect([await db.signal.findMany(), await db.message.findMany()]).toEqual(before)
  })

  test('stops at the last message that was seen', async () => {
    const [ann, bob] = await annBobAndEve()
    const { id } = await send(bob, ann, 'Seen')
    await send(bob, ann, 'Not yet')
    expect(await markThreadRead(ann, 'bob', id)).toBe(1)
    expect(await unreadMessages(ann)).toBe(1)
    expect(await signalsOf(ann)).toContainEqual(['messages_read', 'bob', { id, from: 'Ann' }])
  })

  test('ten times concurrently counts each message once', async () => {
    const [ann, bob] = await annBobAndEve()
    for (let count = 0; count < 5; count++) await send(bob, ann)
    const counts = await Promise.all(Array.from({ length: 10 }, () => markThreadRead(ann, 'bob')))
    expect(counts.sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 5])
  })

  test('with an unknown user throws not-found', async () => {
    const [ann] = await annBobAndEve()
    await expect(markThreadRead(ann, 'nobody')).rejects.toMatchObject({ code: 'not-found' })
  })
})

test('queries of threads and the inbox are read-only [MSG-07]', async () => {
  const [ann, bob] = await annBobAndEve()
  await send(bob, ann)
  const before = [await db.message.findMany(), await db.signal.findMany()]
  await Promise.all([thread(ann, bob), inbox(ann), getPartner(ann, 'bob'), unreadMessages(ann)])
  expect([await db.message.findMany(), await db.signal.findMany()]).toEqual(before)
})

test('sending updates the open pages of both users and writes no notification', async () => {
  const [ann, bob] = await annBobAndEve()
  let id = 0
  const events = await eventsDuring(async () => {
    id = (await send(bob, ann)).id
  })
  expect(events).toEqual([{ type: 'signals', userIds: [ann.id, bob.id] }])
  expect(await signalsOf(bob)).toEqual([['message', 'ann', { id, from: 'Bob' }]])
  expect(await signalsOf(ann)).toEqual([
    ['message', 'bob', { id, from: 'Bob' }],
    ['unread_message_count', '', 1],
  ])
  expect([await db.notification.count(), await unreadNotifications(ann)]).toEqual([0, 0])
})

describe('blocked and muted users', () => {
  test.each([['blocker'], ['blocked']] as const)(
    'the %s cannot send, and both can still read the thread [MSG-02]',
    async (who) => {
      const [ann, bob] = await annBobAndEve()
      await send(ann, bob, 'Before')
      await (who === 'blocker' ? blockUser(ann, 'bob') : blockUser(bob, 'ann'))
      expect((await getPartner(ann, 'bob'))?.blocked).toBe(true)
      const events = await eventsDuring(() =>
        expect(send(ann, bob)).rejects.toMatchObject({ code: 'forbidden' }),
      )
      expect(events).toEqual([])
      expect([await thread(ann, bob), await thread(bob, ann)]).toEqual([['Before'], ['Before']])
      expect(await unreadMessages(bob)).toBe(0)
    },
  )

  test('muting removes unread messages from the count, and unmuting adds them again [MSG-09]', async () => {
    const [ann, bob, eve] = await annBobAndEve()
    for (const from of [bob, eve]) await send(from, ann)
    for (const [verb, count] of [
      [muteUser, 1],
      [unmuteUser, 2],
      [blockUser, 1],
      [unblockUser, 2],
    ] as const) {
      await verb(ann, 'bob')
      expect(await unreadMessages(ann)).toBe(count)
      expect(await signalsOf(ann)).toContainEqual(['unread_message_count', '', count])
    }
  })

  test('messages from a muted user are stored and shown, but not counted [MSG-09]', async () => {
    const [ann, bob, eve] = await annBobAndEve()
    await muteUser(ann, 'bob')
    for (const from of [bob, eve]) await send(from, ann)
    expect(await thread(ann, bob)).toEqual(['Hello'])
    expect([await unreadMessages(ann), (await inbox(ann)).map(([name, , unread]) => [name, unread])]).toEqual(
      [
        1,
        [
          ['Eve', 1],
          ['Bob', 0],
        ],
      ],
    )
    expect(await signalsOf(ann)).toContainEqual(['unread_message_count', '', 1])
    expect(await markThreadRead(ann, 'bob')).toBe(1)
  })
})

describe('concurrent messages', () => {
  test('in both directions, with reads, cause no deadlock and no loss, and leave correct counts [MSG-09]', async () => {
    const [ann, bob] = await annBobAndEve()
    await Promise.all(
      Array.from({ length: 40 }, (_, at) => {
        if (at % 10 === 9) return markThreadRead(at % 20 === 9 ? ann : bob, at % 20 === 9 ? 'bob' : 'ann')
        return at % 2 ? send(ann, bob, `a${at}`) : send(bob, ann, `b${at}`)
      }),
    )
    expect(await db.message.count()).toBe(36)
    for (const [viewer, from] of [
      [ann, bob],
      [bob, ann],
    ] as const) {
      const unread = await db.message.count({
        where: { recipientId: viewer.id, senderId: from.id, readAt: null },
      })
      expect(await unreadMessages(viewer)).toBe(unread)
      expect(await signalsOf(viewer)).toContainEqual(['unread_message_count', '', unread])
    }
  })

  test('from many senders to one recipient leave a signal with the full count [MSG-09]', async () => {
    const [ann] = await annBobAndEve()
    const crowd = await Promise.all(Array.from({ length: 12 }, () => aViewer()))
    await Promise.all(crowd.flatMap((one) => [send(one, ann), send(one, ann)]))
    expect(await unreadMessages(ann)).toBe(24)
    expect(await signalsOf(ann)).toContainEqual(['unread_message_count', '', 24])
  })

  test('are in the order of their ids, and the inbox shows the last one [MSG-05]', async () => {
    const [ann, bob] = await annBobAndEve()
    await Promise.all(Array.from({ length: 30 }, (_, at) => (at % 2 ? send(ann, bob) : send(bob, ann))))
    const ids = (await threadPage(ann, bob.id, null, 100)).items.map(({ id }) => id)
    expect(ids).toEqual([...ids].sort((a, b) => b - a))
    const sides = await db.conversation.findMany()
    expect(sides.map(({ lastMessageId }) => lastMessageId)).toEqual([ids[0], ids[0]])
  })
})

test('the unread count is an index lookup on both engines [MSG-09]', async () => {
  const [ann, bob, eve] = await annBobAndEve()
  const data = Array.from({ length: 4000 }, (_, at) => ({
    senderId: at % 2 ? eve.id : bob.id,
    recipientId: at % 200 ? (at % 2 ? bob.id : eve.id) : ann.id,
    body: 'x'.repeat(100),
  }))
  await transaction((tx) => tx.message.createMany({ data }))
  await transaction((tx) => tx.$executeRaw`ANALYZE messages`)
  const explain = engine === 'sqlite' ? Prisma.sql`EXPLAIN QUERY PLAN` : Prisma.sql`EXPLAIN`
  const steps = await db.$queryRaw<object[]>(Prisma.sql`${explain} ${countUnreadSql(ann.id)}`)
  const plan = steps.flatMap((step) => Object.values(step)).join('\n')
  expect(plan).toContain('messages_recipient_id_read_at_sender_id_idx')
  expect(plan).not.toMatch(/SCAN messages|Seq Scan on messages/)
  expect(await unreadMessages(ann)).toBe(20)
})
