import { expect, test } from 'vitest'
import { db, engine, Prisma, transaction } from '../db/db'
import { firstDue, nextDue } from './policy'
import { dueDigestsSql } from './queries'

const at = (text: string) => new Date(`2026-11-${text}:00Z`)

test.each([
  ['daily', '27T07:00', '27T07:00', '28T07:00'],
  ['daily', '27T07:00', '27T07:10', '28T07:00'],
  ['daily', '20T07:00', '27T06:59', '27T07:00'],
  ['daily', '20T07:00', '27T07:00', '28T07:00'],
  ['weekly', '13T07:00', '13T08:00', '20T07:00'],
  ['weekly', '06T07:00', '19T08:00', '20T07:00'],
] as const)('a %s summary that was due at %s is next due, at %s, at %s', (frequency, dueAt, now, next) => {
  expect(nextDue(frequency, at(dueAt), at(now))).toEqual(at(next))
})

test('the first summary is due a period after the choice', () => {
  expect(firstDue('daily', at('20T07:00'))).toEqual(at('21T07:00'))
  expect(firstDue('weekly', at('20T07:00'))).toEqual(at('27T07:00'))
})

test('finding due summaries reads indexes on both engines', async () => {
  const now = Date.now()
  const data = Array.from({ length: 4000 }, (_, index) => {
    const name = `member_${index}`
    return {
      username: name,
      usernameKey: name,
      email: `${name}@example.com`,
      emailKey: `${name}@example.com`,
    }
  })
  await transaction((tx) => tx.user.createMany({ data }))
  const users = await db.user.findMany({ select: { id: true } })
  const rows = users.map(({ id }, index) => {
    const dueAt = new Date(now + (index < 20 ? -1000 : index * 1000))
    return { userId: id, frequency: 'daily', dueAt }
  })
  await transaction((tx) => tx.digestSubscription.createMany({ data: rows }))
  const senderId = users[0]?.id ?? 0
  const others = users.slice(1)
  await transaction((tx) =>
    tx.message.createMany({
      data: others.map(({ id }) => ({ senderId, recipientId: id, body: 'x', readAt: new Date() })),
    }),
  )
  await transaction((tx) =>
    tx.notification.createMany({
      data: users.map(({ id }) => ({
        userId: id,
        kind: 'follow',
        updatedAt: new Date(),
        readAt: new Date(),
      })),
    }),
  )
  for (const table of ['users', 'digest_subscriptions', 'messages', 'notifications'])
    await transaction((tx) => tx.$executeRaw`ANALYZE ${Prisma.raw(table)}`)
  const explain = engine === 'sqlite' ? Prisma.sql`EXPLAIN QUERY PLAN` : Prisma.sql`EXPLAIN`
  const steps = await db.$queryRaw<object[]>(Prisma.sql`${explain} ${dueDigestsSql(new Date(now), 100)}`)
  const plan = steps.flatMap((step) => Object.values(step)).join('\n')
  expect(plan).toContain('digest_subscriptions_due_at_user_id_idx')
  // The table of pending deletions is small, and read once.
  expect(plan).not.toMatch(/SCAN (?!CONSTANT)|Seq Scan on (?!account_deletions)|TEMP B-TREE/)
  expect(await db.$queryRaw<unknown[]>(dueDigestsSql(new Date(now), 100))).toHaveLength(20)
})
