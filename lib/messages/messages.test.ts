import { describe, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { env } from '../env'
import type { AppError } from '../errors'
import { type Cursor, parseCursor } from '../page'
import { aViewer } from '../testing/factories'
import { annBobAndEve, bodies, inbox, send, thread } from '../testing/messages'
import { naughtyStrings } from '../testing/naughty-strings'
import { markThreadRead, sendMessage } from './mutations'
import { getPartner, listConversations, threadPage, unreadMessages } from './queries'
import { markThreadReadInput, newMessageInput } from './schema'

const cursorOf = (link: string | null) => parseCursor(Object.fromEntries(new URLSearchParams(link ?? '')))

describe('a message [MSG-02]', () => {
  const errorOf = (max: number, body: unknown) =>
    newMessageInput(max).safeParse({ to: 'bob', body }).error?.issues[0]?.message

  test.each([['x'], ['ñ'], ['ع'], ['日'], ['👍']])('is limited in code points, here of %s', (character) => {
    expect(env.MESSAGE_MAX_LENGTH).toBe(1000)
    expect(errorOf(1000, character.repeat(1000))).toBeUndefined()
    expect(errorOf(1000, character.repeat(1001))).toBe('message.tooLong')
  })

  test.each([[undefined], [7], [''], [' \n\t'], ['\u200b']])('is rejected if it is empty: %j', (body) => {
    expect(errorOf(1000, body)).toBe('message.required')
  })

  test('is limited in length by the database as well', async () => {
    const [ann, bob] = await annBobAndEve()
    await send(ann, bob, '🐦'.repeat(10_000))
    for (const body of ['', 'x'.repeat(10_001)]) await expect(send(ann, bob, body)).rejects.toThrow()
    expect([await db.message.count(), await unreadMessages(bob)]).toEqual([1, 1])
  })

  test('is rejected for an unknown recipient', async () => {
    const [ann] = await annBobAndEve()
    for (const to of ['nobody', '', '%', '\0', '\ud800', 'x'.repeat(200)])
      await expect(sendMessage(ann, { to, body: 'Hello' })).rejects.toMatchObject({ code: 'not-found' })
    expect([await db.message.count(), await db.conversation.count()]).toEqual([0, 0])
  })
})

test.each([[undefined], [7], [null], [['bob']], ['x'.repeat(201)]])(
  'parses the invalid recipient %j as empty',
  (name) => {
    expect(newMessageInput(9).parse({ to: name, body: 'x' }).to).toBe('')
    expect(markThreadReadInput.parse({ partner: name })).toEqual({ partner: '' })
  },
)

test.each([['0'], ['-1'], ['x'], ['1.5'], ['99999999999'], [{}]])(
  'ignores the invalid id %j of the last seen message',
  (seen) => {
    expect(markThreadReadInput.parse({ partner: 'bob', seen }).seen).toBeUndefined()
  },
)

test('stores sender, recipient and time, and shows the message to both in the thread [MSG-03, MSG-10]', async () => {
  const [ann, bob] = await annBobAndEve()
  const before = Date.now()
  const sent = await send(ann, bob, 'One')
  const row = await db.message.findUniqueOrThrow({ where: { id: sent.id } })
  expect(row).toMatchObject({ senderId: ann.id, recipientId: bob.id, body: 'One', readAt: null })
  expect(row.createdAt.getTime()).toBeGreaterThanOrEqual(before)
  expect(row.createdAt.getTime()).toBeLessThanOrEqual(Date.now())
  await send(bob, ann, 'Two')
  expect(await thread(ann, bob)).toEqual(['Two', 'One'])
  expect(await thread(bob, ann)).toEqual(['Two', 'One'])
  const [last] = (await threadPage(ann, bob.id, null, 1)).items
  expect(last).toMatchObject({ own: false, createdAt: expect.any(Date) })
})

test('repeated and concurrent submissions of one form create one message [MSG-03]', async () => {
  const [ann, bob] = await annBobAndEve()
  const first = await send(ann, bob, 'Once', 'key-12345')
  expect(await send(ann, bob, 'Once', 'key-12345')).toEqual(first)
  const all = await Promise.all(Array.from({ length: 10 }, () => send(ann, bob, 'At once', 'key-67890')))
  expect(new Set(all.map(({ id }) => id)).size).toBe(1)
  expect([await thread(ann, bob), await unreadMessages(bob)]).toEqual([['At once', 'Once'], 2])
  await send(bob, ann, 'Another member, the same key', 'key-12345')
  expect(await db.message.count()).toBe(3)
})

test('rejects another text or recipient with a submission key that is already used [MSG-03]', async () => {
  const [ann, bob, eve] = await annBobAndEve()
  const first = await send(ann, bob, 'For Bob', 'key-12345')
  await expect(send(ann, bob, 'For Bob, edited', 'key-12345')).rejects.toMatchObject({ code: 'conflict' })
  await expect(send(ann, eve, 'For Bob', 'key-12345')).rejects.toMatchObject({ code: 'conflict' })
  expect([await thread(ann, bob), await thread(ann, eve)]).toEqual([['For Bob'], []])
  expect([await unreadMessages(bob), await unreadMessages(eve)]).toEqual([1, 0])
  expect(await send(ann, bob, 'For Bob', 'key-12345')).toEqual(first)
})

test('sends exactly one of several concurrent messages with the same submission key [MSG-03]', async () => {
  const [ann, bob, eve] = await annBobAndEve()
  const recipients = [bob, eve, bob, eve, bob, eve]
  const results = await Promise.allSettled(recipients.map((to) => send(ann, to, 'Hello', 'key-12345')))
  const { recipientId } = await db.message.findFirstOrThrow()
  expect(await db.message.count()).toBe(1)
  expect(
    results.map((result) => (result.status === 'fulfilled' ? 'sent' : (result.reason as AppError).code)),
  ).toEqual(recipients.map(({ id }) => (id === recipientId ? 'sent' : 'conflict')))
})

test('sendMessage and the database reject messages to oneself [MSG-04]', async () => {
  const [ann] = await annBobAndEve()
  await expect(sendMessage(ann, { to: 'aNN', body: 'Hello' })).rejects.toMatchObject({ code: 'invalid' })
  const data = { senderId: ann.id, recipientId: ann.id, body: 'Hello' }
  await expect(transaction((tx) => tx.message.create({ data }))).rejects.toThrow()
  expect([await db.message.count(), await db.conversation.count()]).toEqual([0, 0])
})

describe('the inbox [MSG-05]', () => {
  test('lists the conversation with the latest message first, sent or received', async () => {
    const [ann, bob, eve] = await annBobAndEve()
    expect(await listConversations(ann, null, 9)).toEqual({ items: [], older: null, newer: null })
    await send(bob, ann, 'From Bob')
    await send(eve, ann, 'From Eve')
    expect(await inbox(ann)).toEqual([
      ['Eve', 'From Eve', 1],
      ['Bob', 'From Bob', 1],
    ])
    await send(ann, bob, 'two\n lines')
    expect(await inbox(ann)).toEqual([
      ['Bob', 'You: two lines', 1],
      ['Eve', 'From Eve', 1],
    ])
    expect(await inbox(bob)).toEqual([['Ann', 'two lines', 1]])
  })

  test('shows the beginning of a long message, cut between grapheme clusters', async () => {
    const [ann, bob] = await annBobAndEve()
    for (const [body, shown] of [
      ['é'.repeat(100), 'é'.repeat(100)],
      ['é'.repeat(101), `${'é'.repeat(100)}…`],
      [`x${'👩‍👩‍👧'.repeat(900)}`, `x${'👩‍👩‍👧'.repeat(99)}…`],
    ] as const) {
      await send(ann, bob, body)
      expect((await listConversations(bob, null, 1)).items[0]?.excerpt).toBe(shown)
    }
  })

  test('paginates in both directions by the latest message', async () => {
    const [ann] = await annBobAndEve()
    const names: string[] = []
    for (let count = 0; count < 7; count++) {
      const other = await aViewer()
      names.unshift(other.username)
      await send(other, ann)
    }
    const namesOf = ({ items }: Awaited<ReturnType<typeof listConversations>>) =>
      items.map(({ partner }) => partner.username)
    const pages = [await listConversations(ann, null, 3)]
    while (pages.at(-1)?.older)
      pages.push(await listConversations(ann, cursorOf(pages.at(-1)?.older ?? null), 3))
    expect(pages.map(namesOf)).toEqual([names.slice(0, 3), names.slice(3, 6), names.slice(6)])
    expect(namesOf(await listConversations(ann, cursorOf(pages[2]?.newer ?? null), 3))).toEqual(
      names.slice(3, 6),
    )
  })
})

test('a thread of a thousand messages paginates in both directions without gaps or duplicates [MSG-05]', async () => {
  const [ann, bob] = await annBobAndEve()
  const data = Array.from({ length: 1050 }, (_, at) => ({
    senderId: at % 3 ? ann.id : bob.id,
    recipientId: at % 3 ? bob.id : ann.id,
    body: `${at}`,
    // Several have equal times.
    createdAt: new Date(1_700_000_000_000 + Math.floor(at / 4) * 1000),
  }))
  await transaction((tx) => tx.message.createMany({ data }))
  const load = (cursor: Cursor | null) => threadPage(ann, bob.id, cursor, 25)
  const pages = [await load(null)]
  while (pages.at(-1)?.older) pages.push(await load(cursorOf(pages.at(-1)?.older ?? null)))
  const all = data.map(({ body }) => body).reverse()
  expect(pages.flatMap(bodies)).toEqual(all)
  const back = pages.slice(-1)
  while (back[0]?.newer) back.unshift(await load(cursorOf(back[0].newer)))
  expect(back.flatMap(bodies)).toEqual(all)
})

test('a third user can neither see messages between two users nor mark them as read [MSG-08]', async () => {
  const [ann, bob, eve] = await annBobAndEve()
  const secret = await send(ann, bob, 'Secret')
  await send(bob, ann, 'Secret too')
  await send(eve, ann, 'Open')
  for (const partner of [ann, bob, eve]) expect(await thread(eve, partner)).not.toContain('Secret')
  expect([await thread(eve, ann), await thread(eve, bob)]).toEqual([['Open'], []])
  for (const direction of ['older', 'newer'] as const)
    for (const at of [new Date(0), new Date(9e12)])
      expect(bodies(await threadPage(eve, bob.id, { at, id: secret.id, direction }, 9))).toEqual([])
  expect([await inbox(eve), await unreadMessages(eve)]).toEqual([[['Ann', 'You: Open', 0]], 0])
  expect((await getPartner(eve, 'ann'))?.unread).toBe(false)
  for (const name of ['ann', 'bob']) expect(await markThreadRead(eve, name, 2 ** 31 - 1)).toBe(0)
  expect([await unreadMessages(ann), await unreadMessages(bob)]).toEqual([2, 1])
})

test('keeps messages in order when the clock is set back [MSG-03]', async () => {
  const [ann, bob] = await annBobAndEve()
  await send(ann, bob, 'First')
  const ahead = new Date(Date.now() + 3_600_000)
  await transaction(async (tx) => {
    await tx.message.updateMany({ data: { createdAt: ahead } })
    await tx.conversation.updateMany({ data: { lastMessageAt: ahead } })
  })
  await send(bob, ann, 'Second')
  expect(await thread(ann, bob)).toEqual(['Second', 'First'])
})

test('stores any text that the form accepts, unchanged', async () => {
  const [ann, bob] = await annBobAndEve()
  const parsed = naughtyStrings.map((body) => newMessageInput(10_000).safeParse({ to: 'bob', body }))
  const texts = parsed.flatMap(({ data }) => (data ? [data.body] : []))
  expect(texts.length).toBeGreaterThan(400)
  const sent: string[] = []
  // Several texts per message, to keep the test fast.
  for (let at = 0; at < texts.length; at += 25) {
    const body = texts.slice(at, at + 25).join(' | ')
    await send(ann, bob, body)
    sent.unshift(body)
  }
  expect(bodies(await threadPage(bob, ann.id, null, 100))).toEqual(sent)
})

test('deleting an account deletes its messages', async () => {
  const [ann, bob] = await annBobAndEve()
  await send(ann, bob)
  await transaction((tx) => tx.user.delete({ where: { id: ann.id } }))
  expect([await db.message.count(), await inbox(bob), await unreadMessages(bob)]).toEqual([0, [], 0])
})
