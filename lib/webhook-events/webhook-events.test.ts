import { expect, test } from 'vitest'
import { blockUser, muteUser } from '../blocks/mutations'
import { db, transaction } from '../db/db'
import { deletePost, restorePost } from '../deletions/mutations'
import { followUser, unfollowUser } from '../follows/mutations'
import { likePost, unlikePost } from '../likes/mutations'
import { limits } from '../limits'
import { sendMessage } from '../messages/mutations'
import { setNotificationKinds } from '../notifications/mutations'
import { createPost, editPost } from '../posts/mutations'
import { waitForBlockedTransaction } from '../testing/blocked-transaction'
import { aViewer } from '../testing/factories'
import { aWebhook, deliveriesOf } from '../testing/webhooks'
import { enqueueWebhookEvent } from './mutations'
import { readEventData } from './queries'
import { webhookEvents } from './schema'

/** The data of the deliveries of a member, by their events. */
async function dataOf(userId: number, { includesText = false } = {}) {
  const deliveries = await deliveriesOf(userId)
  return Promise.all(
    deliveries.map(async ({ event, subjectId, actorId, webhookId }) => ({
      event,
      data: await readEventData({ userId, webhookId, includesText }, { event, subjectId, actorId }),
    })),
  )
}

test('enqueues the events of own posts, in the transaction of each', async () => {
  const ann = await aViewer()
  await aWebhook(ann.id)
  const { id } = await createPost(ann, { body: 'One' })
  await editPost(ann, { id, body: 'Two' })
  await editPost(ann, { id, body: 'Two' })
  await deletePost(ann, id)
  expect((await deliveriesOf(ann.id)).map(({ event, subjectId }) => [event, subjectId])).toEqual([
    ['post.created', id],
    ['post.edited', id],
    ['post.deleted', id],
  ])
  expect(await db.job.count({ where: { kind: 'webhook' } })).toBe(3)
  expect(await dataOf(ann.id)).toEqual([
    { event: 'post.created', data: null },
    { event: 'post.edited', data: null },
    { event: 'post.deleted', data: { post: { id } } },
  ])
  await restorePost(ann, id)
  expect(await dataOf(ann.id)).toMatchObject([
    { event: 'post.created', data: { post: { id, body: 'Two', reply_to: null } } },
    { event: 'post.edited' },
    { event: 'post.deleted', data: null },
    { event: 'post.created' },
  ])
})

test('enqueues what others do that concerns the member, and nothing that they do themselves', async () => {
  const [ann, bob] = [await aViewer(), await aViewer({ displayName: 'Bob' })]
  await aWebhook(ann.id)
  const post = await createPost(ann, { body: `To @${ann.username}` })
  await likePost(ann, post.id)
  await createPost(ann, { body: 'Me too', replyTo: post.id })
  const reply = await createPost(bob, { body: `Yes @${ann.username}`, replyTo: post.id })
  const mention = await createPost(bob, { body: `Hello @${ann.username}` })
  await likePost(bob, post.id)
  await followUser(bob, ann.username)
  const message = await sendMessage(bob, { to: ann.username, body: 'Psst' })
  const user = { id: bob.id, username: bob.username, display_name: 'Bob' }
  const [, , ...others] = await dataOf(ann.id)
  expect(others).toMatchObject([
    { event: 'reply', data: { post: { id: reply.id, reply_to: post.id, author: user } } },
    { event: 'mention', data: { post: { id: mention.id, body: `Hello @${ann.username}`, author: user } } },
    { event: 'like', data: { post: { id: post.id, author: { id: ann.id } }, user } },
    { event: 'follow', data: { user } },
    { event: 'message', data: { message: { id: message.id, sender: user } } },
  ])
  expect(others).toHaveLength(5)
  expect(await deliveriesOf(bob.id)).toEqual([])
})

test('sends the text of a private message only to a webhook that includes it', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  await aWebhook(ann.id)
  await sendMessage(bob, { to: ann.username, body: 'Psst' })
  expect(JSON.stringify(await dataOf(ann.id))).not.toContain('Psst')
  expect(await dataOf(ann.id, { includesText: true })).toMatchObject([
    { data: { message: { body: 'Psst' } } },
  ])
})

test('enqueues only for active webhooks that have chosen the event', async () => {
  const ann = await aViewer()
  const chosen = await aWebhook(ann.id, { events: 'post.edited post.created' })
  const similar = await aWebhook(ann.id, { events: 'post.edited' })
  await aWebhook(ann.id, { state: 'paused' })
  await createPost(ann, { body: 'One' })
  expect((await deliveriesOf(ann.id)).map(({ webhookId }) => webhookId)).toEqual([chosen])
  expect(similar).not.toBe(chosen)
})

test('writes nothing when the transaction of the event is rolled back', async () => {
  const ann = await aViewer()
  await aWebhook(ann.id)
  const submission = 'one-submission'
  await createPost(ann, { body: 'One', submission })
  await createPost(ann, { body: 'One', submission })
  expect(await deliveriesOf(ann.id)).toHaveLength(1)
})

const leave = (userId: number) => {
  const data = { userId, requestedAt: new Date(), dueAt: new Date() }
  return transaction((tx) => tx.accountDeletion.create({ data, select: { userId: true } }))
}

test.each([
  ['a block by the member', (ann, bob) => blockUser(ann, bob.username)],
  ['a block of the member', (ann, bob) => blockUser(bob, ann.username)],
  ['a mute', (ann, bob) => muteUser(ann, bob.username)],
  ['the deletion of the other account', (_, bob) => leave(bob.id)],
] as [
  string,
  (ann: Awaited<ReturnType<typeof aViewer>>, bob: Awaited<ReturnType<typeof aViewer>>) => Promise<unknown>,
][])('events that wait are not sent after %s', async (_, separate) => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  await aWebhook(ann.id)
  const post = await createPost(ann, { body: 'One' })
  await createPost(bob, { body: 'Yes', replyTo: post.id })
  await createPost(bob, { body: `Hello @${ann.username}` })
  await likePost(bob, post.id)
  await followUser(bob, ann.username)
  await sendMessage(bob, { to: ann.username, body: 'Psst' })
  await separate(ann, bob)
  const [own, ...others] = await dataOf(ann.id)
  expect(own?.data).not.toBeNull()
  expect(others.map(({ data }) => data)).toEqual([null, null, null, null, null])
})

test('events of muted members are not enqueued, and those of a kind without notifications are', async () => {
  const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer()]
  await aWebhook(ann.id, { events: 'follow' })
  await muteUser(ann, eve.username)
  await setNotificationKinds(ann, [])
  await followUser(eve, ann.username)
  await followUser(bob, ann.username)
  expect((await deliveriesOf(ann.id)).map(({ actorId }) => actorId)).toEqual([bob.id])
})

test('likes and follows that were withdrawn are not sent', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  await aWebhook(ann.id, { events: 'like follow' })
  const { id } = await createPost(ann, { body: 'One' })
  await likePost(bob, id)
  await unlikePost(bob, id)
  await followUser(bob, ann.username)
  await unfollowUser(bob, ann.username)
  expect(await dataOf(ann.id)).toEqual([
    { event: 'like', data: null },
    { event: 'follow', data: null },
  ])
})

test('a mention that an edit has removed is not sent', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  await aWebhook(ann.id, { events: 'mention' })
  const { id } = await createPost(bob, { body: `Hello @${ann.username}` })
  await editPost(bob, { id, body: 'Hello' })
  expect(await dataOf(ann.id)).toEqual([{ event: 'mention', data: null }])
})

test('reads nothing of others by a reference that does not belong to the member', async () => {
  const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer()]
  const post = await createPost(bob, { body: 'One' })
  const message = await sendMessage(bob, { to: eve.username, body: 'Psst' })
  const owner = { userId: ann.id, webhookId: 1, includesText: true }
  for (const event of webhookEvents.filter((one) => one !== 'post.deleted')) {
    const subjectId = event === 'message' ? message.id : post.id
    expect(await readEventData(owner, { event, subjectId, actorId: bob.id }), event).toBeNull()
  }
})

test('drops events while too many deliveries of a webhook wait', async () => {
  const ann = await aViewer()
  const webhookId = await aWebhook(ann.id)
  const now = new Date()
  const waiting = { webhookId, event: 'like', createdAt: now, nextAttemptAt: now }
  const data = Array.from({ length: limits.webhooks.pending - 1 }, (_, at) => ({
    id: `waiting-${at}`,
    ...waiting,
  }))
  await transaction((tx) => tx.webhookDelivery.createMany({ data }))
  const reference = { event: 'follow', subjectId: null, actorId: ann.id } as const
  for (let count = 0; count < 3; count++)
    await transaction((tx) => enqueueWebhookEvent(tx, ann.id, reference))
  expect(await db.webhookDelivery.count()).toBe(limits.webhooks.pending)
})

test('an event during the deletion of a webhook waits for it and leaves it out', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const id = await aWebhook(ann.id)
  let mention: Promise<unknown> | undefined
  await transaction(async (tx) => {
    await tx.webhook.delete({ where: { id }, select: { id: true } })
    mention = createPost(bob, { body: `@${ann.username}` })
    await waitForBlockedTransaction()
  })
  await mention
  expect(await db.webhookDelivery.count()).toBe(0)
})
