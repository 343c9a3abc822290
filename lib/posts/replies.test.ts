import { describe, expect, onTestFinished, test } from 'vitest'
import { db, transaction } from '../db/db'
import { deletePost } from '../deletions/mutations'
import { type LiveEvent, subscribe } from '../events/events'
import { limits } from '../limits'
import { aPost, aViewer, countersOf } from '../testing/factories'
import type { Viewer } from '../viewer'
import { createPost, editPost } from './mutations'
import { newPostInput } from './schema'

const rowOf = (id: number) => db.post.findUnique({ where: { id } })
const reply = (viewer: Viewer, replyTo: number, body = 'Reply') => aPost(viewer, body, { replyTo })
const block = (blocker: Viewer, blocked: Viewer) =>
  transaction((tx) => tx.block.create({ data: { blockerId: blocker.id, blockedId: blocked.id } }))
const notificationsOf = async (viewer: Viewer) =>
  (
    await db.notification.findMany({
      where: { userId: viewer.id },
      include: { actors: true },
      orderBy: [{ kind: 'asc' }, { subjectId: 'asc' }],
    })
  ).map(({ kind, subjectId, actors }) => [
    kind,
    subjectId,
    actors.map(({ actorId, postId }) => [actorId, postId]),
  ])

/** Expects every reply count to equal the number of replies. */
async function expectCounts(): Promise<void> {
  const posts = await db.post.findMany({ include: { replies: { where: { deletedAt: null } } } })
  for (const post of posts) expect([post.id, post.replyCount]).toEqual([post.id, post.replies.length])
}

function collectEvents(): LiveEvent[] {
  const events: LiveEvent[] = []
  onTestFinished(subscribe((event) => event.type !== 'changed' && events.push(event)))
  return events
}

describe('a reply', () => {
  test('stores its parent and the root of the conversation, and is counted', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const root = await aPost(ann)
    const first = await reply(bob, root.id)
    const second = await reply(ann, first.id)
    expect([root.rootId, first.rootId, second.rootId]).toEqual([root.id, root.id, root.id])
    expect(await rowOf(root.id)).toMatchObject({ replyToId: null, rootId: null, replyCount: 1 })
    expect(await rowOf(first.id)).toMatchObject({ replyToId: root.id, rootId: root.id, replyCount: 1 })
    expect(await rowOf(second.id)).toMatchObject({ replyToId: first.id, rootId: root.id, replyCount: 0 })
    expect([await countersOf(ann.id), await countersOf(bob.id)]).toMatchObject([
      { postCount: 2 },
      { postCount: 1 },
    ])
  })

  test('is published after it is stored, with the root of its conversation', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const events = collectEvents()
    const root = await aPost(ann)
    const { id } = await reply(bob, root.id)
    expect(events).toEqual([
      { type: 'post', id: root.id, authorId: ann.id, rootId: null },
      { type: 'post', id, authorId: bob.id, rootId: root.id },
      { type: 'signals', userIds: [ann.id] },
    ])
  })

  test('that is concurrent with others and with mentions leaves reply counts equal to the rows', async () => {
    const members = await Promise.all(Array.from({ length: 5 }, () => aViewer()))
    const ann = members[0] as Viewer
    const root = await aPost(ann)
    const first = await Promise.all(members.map((member) => reply(member, root.id)))
    await Promise.all(
      members.flatMap((member) => [root, ...first].map(({ id }) => reply(member, id, `@${ann.username}`))),
    )
    expect((await rowOf(root.id))?.replyCount).toBe(10)
    expect(await db.post.count({ where: { rootId: root.id } })).toBe(35)
    await expectCounts()
  })

  test('with concurrent duplicate submissions is one reply and one notification [FLA-07]', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const root = await aPost(ann)
    const events = collectEvents()
    const send = () => createPost(bob, { body: 'once', submission: 'abcdefgh', replyTo: root.id })
    const made = await Promise.all([send(), send(), send(), send()])
    expect(new Set(made.map(({ id, rootId }) => `${id} ${rootId}`)).size).toBe(1)
    expect((await rowOf(root.id))?.replyCount).toBe(1)
    expect((await countersOf(bob.id)).postCount).toBe(1)
    expect(await notificationsOf(ann)).toEqual([['reply', root.id, [[bob.id, made[0]?.id]]]])
    expect(events.map(({ type }) => type)).toEqual(['post', 'signals'])
  })
})

describe('the target of a reply', () => {
  const cases: Record<string, (ann: Viewer, bob: Viewer) => Promise<number>> = {
    'a post that does not exist': async () => 99,
    'an invalid id': async () => 0,
    'a deleted post': async (ann) => {
      const { id } = await aPost(ann)
      await deletePost(ann, id)
      return id
    },
    'a placeholder': async (ann) => {
      const { id } = await aPost(ann)
      await reply(ann, id)
      await deletePost(ann, id)
      return id
    },
    'a post of a blocked member': async (ann, bob) => {
      await block(bob, ann)
      return (await aPost(ann)).id
    },
    'a post of a member who blocks': async (ann, bob) => {
      await block(ann, bob)
      return (await aPost(ann)).id
    },
  }
  test.each(Object.entries(cases))(
    'is rejected with not-found, and nothing is stored: %s',
    async (_, make) => {
      const [ann, bob] = [await aViewer(), await aViewer()]
      const replyTo = await make(ann, bob)
      const before = await db.post.count()
      const events = collectEvents()
      await expect(createPost(bob, { body: 'x', replyTo })).rejects.toMatchObject({ code: 'not-found' })
      expect([await db.post.count(), (await countersOf(bob.id)).postCount]).toEqual([before, 0])
      expect([await notificationsOf(ann), events]).toEqual([[], []])
      await expectCounts()
    },
  )

  test.each([['abc'], [''], ['-1'], ['1e99'], [['5']], [{}], [null]])(
    'is parsed from %j without an error',
    (replyTo) => {
      expect(newPostInput(9).parse({ body: 'x', replyTo }).replyTo).toBe(Array.isArray(replyTo) ? 5 : 0)
    },
  )

  test('is optional in the form', () => {
    expect(newPostInput(9).parse({ body: 'x' }).replyTo).toBeUndefined()
    expect(newPostInput(9).parse({ body: 'x', replyTo: '7' }).replyTo).toBe(7)
  })
})

describe('notifications', () => {
  test('go to the parent author and to mentioned users, once each, but not to the reply author', async () => {
    const [ann, bob, eve] = [
      await aViewer({ username: 'ann' }),
      await aViewer({ username: 'bob' }),
      await aViewer({ username: 'eve' }),
    ]
    const root = await aPost(ann)
    const { id } = await reply(bob, root.id, '@ann @bob @eve')
    expect([await notificationsOf(ann), await notificationsOf(bob), await notificationsOf(eve)]).toEqual([
      [['reply', root.id, [[bob.id, id]]]],
      [],
      [['mention', id, [[bob.id, null]]]],
    ])
    await reply(ann, root.id)
    expect(await notificationsOf(ann)).toHaveLength(1)
  })

  test('of mentions go to at most ten members', async () => {
    const ann = await aViewer()
    const members = await Promise.all(Array.from({ length: 12 }, () => aViewer()))
    const { id } = await aPost(ann, members.map(({ username }) => `@${username}`).join(' '))
    expect(await db.notification.count({ where: { kind: 'mention', subjectId: id } })).toBe(
      limits.mentionsNotified,
    )
    expect(await db.mention.count({ where: { postId: id } })).toBe(12)
  })

  test('of an edit go to newly mentioned members only, once each', async () => {
    const [ann, bob, eve] = [
      await aViewer(),
      await aViewer({ username: 'bob' }),
      await aViewer({ username: 'eve' }),
    ]
    const { id } = await aPost(ann, '@bob')
    await transaction((tx) => tx.notification.updateMany({ data: { readAt: new Date() } }))
    for (const body of ['@bob @eve', 'nobody', '@eve @bob']) await editPost(ann, { id, body })
    const all = await db.notification.findMany({ orderBy: { userId: 'asc' } })
    expect(all.map(({ userId, kind, readAt }) => [userId, kind, readAt !== null])).toEqual([
      [bob.id, 'mention', true],
      [eve.id, 'mention', false],
    ])
  })

  test('are deleted with the reply and no longer counted as unread', async () => {
    const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer({ username: 'eve' })]
    const root = await aPost(ann)
    const first = await reply(bob, root.id, '@eve')
    const second = await reply(eve, root.id)
    const events = collectEvents()
    await deletePost(bob, first.id)
    expect([await notificationsOf(ann), await notificationsOf(eve)]).toEqual([
      [['reply', root.id, [[eve.id, second.id]]]],
      [],
    ])
    await deletePost(eve, second.id)
    expect(await notificationsOf(ann)).toEqual([])
    expect(events).toEqual([
      { type: 'signals', userIds: [ann.id, eve.id] },
      { type: 'signals', userIds: [ann.id] },
    ])
    const signals = await db.signal.findMany({ where: { name: 'unread_notification_count' } })
    expect(signals.map(({ payload }) => payload)).toEqual(['0', '0'])
  })
})
