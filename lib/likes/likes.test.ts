import { describe, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { deletePost } from '../deletions/mutations'
import { type LiveEvent, subscribe } from '../events/events'
import { createPost } from '../posts/mutations'
import { getPost } from '../posts/queries'
import { aPost, aViewer } from '../testing/factories'
import { likePost, unlikePost } from './mutations'
import { listLikers } from './queries'
import { likeInput } from './schema'

const countOf = async (id: number) => (await getPost(null, id))?.likeCount
const unread = (userId: number) => db.notification.count({ where: { userId, kind: 'like', readAt: null } })

test('a like is counted and shown to its user, and unliking reverts it', async () => {
  const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer()]
  const { id } = await aPost(ann)
  expect(await likePost(bob, id)).toEqual({ id, authorId: ann.id, authorName: 'ann' })
  expect([await getPost(bob, id), await getPost(ann, id), await getPost(null, id)]).toMatchObject([
    { liked: true, likeCount: 1 },
    { liked: false, likeCount: 1 },
    { liked: null, likeCount: 1 },
  ])
  await unlikePost(bob, id)
  expect([await getPost(bob, id), await db.like.count()]).toMatchObject([{ liked: false, likeCount: 0 }, 0])
})

describe('liking and unliking', () => {
  test('are idempotent in sequence', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const { id } = await aPost(ann)
    await unlikePost(bob, id)
    await likePost(bob, id)
    await likePost(bob, id)
    expect([await countOf(id), await db.like.count()]).toEqual([1, 1])
    await unlikePost(bob, id)
    await unlikePost(bob, id)
    expect([await countOf(id), await db.like.count()]).toEqual([0, 0])
  })

  test('write one row and change the counter by one in twenty concurrent requests', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const { id } = await aPost(ann)
    await Promise.all(Array.from({ length: 20 }, () => likePost(bob, id)))
    expect([await countOf(id), await db.like.count()]).toEqual([1, 1])
    await Promise.all(Array.from({ length: 20 }, () => unlikePost(bob, id)))
    expect([await countOf(id), await db.like.count()]).toEqual([0, 0])
  })

  test('concurrently by many users leave a counter equal to the rows', async () => {
    const ann = await aViewer()
    const others = await Promise.all(Array.from({ length: 6 }, () => aViewer()))
    const { id } = await aPost(ann)
    const verbs = Array.from({ length: 60 }, (_, at) => (at % 3 ? likePost : unlikePost))
    await Promise.all(verbs.map((verb, at) => verb(others[(at * 7) % 6] ?? ann, id)))
    expect(await countOf(id)).toBe(await db.like.count())
  })

  test('each other’s posts concurrently causes no deadlock', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const [hers, his] = [(await aPost(ann)).id, (await aPost(bob)).id]
    const round = () => [likePost(ann, his), likePost(bob, hers), unlikePost(ann, his), unlikePost(bob, hers)]
    await Promise.all(Array.from({ length: 10 }, round).flat())
    expect((await countOf(hers)) ?? 0).toBe(await db.like.count({ where: { postId: hers } }))
    expect((await countOf(his)) ?? 0).toBe(await db.like.count({ where: { postId: his } }))
  })
})

describe('throws not-found and stores nothing for', () => {
  test.each([[0], [-1], [999_999]])('the unknown post %i', async (id) => {
    const ann = await aViewer()
    for (const verb of [likePost, unlikePost])
      await expect(verb(ann, id)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a deleted post, with or without replies', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const [bare, answered] = [(await aPost(ann)).id, (await aPost(ann)).id]
    await createPost(bob, { body: 'An answer', replyTo: answered })
    for (const id of [bare, answered]) {
      await likePost(bob, id)
      await deletePost(ann, id)
      for (const verb of [likePost, unlikePost])
        await expect(verb(bob, id)).rejects.toMatchObject({ code: 'not-found' })
    }
    expect([await db.like.count(), await unread(ann.id)]).toEqual([0, 0])
  })

  test('a post of a user who blocks or is blocked', async () => {
    const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer()]
    const { id } = await aPost(ann)
    await transaction((tx) =>
      tx.block.createMany({
        data: [
          { blockerId: ann.id, blockedId: bob.id },
          { blockerId: eve.id, blockedId: ann.id },
        ],
      }),
    )
    for (const viewer of [bob, eve])
      await expect(likePost(viewer, id)).rejects.toMatchObject({ code: 'not-found' })
    expect([await countOf(id), await db.like.count()]).toEqual([0, 0])
  })

  test('likes that are concurrent with the deletion of the post', async () => {
    const ann = await aViewer()
    const others = await Promise.all(Array.from({ length: 8 }, () => aViewer()))
    const { id } = await aPost(ann)
    await createPost(others[0] ?? ann, { body: 'It stays as a placeholder', replyTo: id })
    const results = await Promise.allSettled([
      ...others.slice(0, 4).map((other) => likePost(other, id)),
      deletePost(ann, id),
      ...others.slice(4).map((other) => likePost(other, id)),
    ])
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'not-found' })
    expect([await db.like.count(), (await db.post.findUnique({ where: { id } }))?.likeCount]).toEqual([0, 0])
  })
})

test("creates one notification for all likes except the author's own, and deletes it with the last unlike", async () => {
  const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer()]
  const { id } = await aPost(ann)
  const events: LiveEvent[] = []
  const stop = subscribe((event) => event.type !== 'changed' && events.push(event))
  await likePost(ann, id)
  expect([await unread(ann.id), events]).toEqual([0, []])
  await likePost(bob, id)
  await likePost(eve, id)
  expect([await unread(ann.id), events]).toEqual([1, Array(2).fill({ type: 'signals', userIds: [ann.id] })])
  await unlikePost(bob, id)
  expect(await unread(ann.id)).toBe(1)
  await unlikePost(eve, id)
  expect(await unread(ann.id)).toBe(0)
  await unlikePost(eve, id)
  stop()
  expect(events).toHaveLength(4)
})

test('lists the users who like a post, latest first, without hidden users', async () => {
  const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer({ username: 'bob' })]
  const others = await Promise.all(['c1', 'c2', 'c3'].map((username) => aViewer({ username })))
  const { id } = await aPost(ann)
  for (const [at, viewer] of [...others, bob].entries()) {
    await likePost(viewer, id)
    const data = { createdAt: new Date(1_000_000 + at) }
    await transaction((tx) => tx.like.updateMany({ where: { userId: viewer.id }, data }))
  }
  const first = await listLikers(null, id, null, 3)
  expect(first.items.map((user) => user.username)).toEqual(['bob', 'c3', 'c2'])
  const [at, last] = (first.older ?? '').replace('?before=', '').split('-').map(Number)
  const rest = await listLikers(null, id, { at: new Date(at ?? 0), id: last ?? 0, direction: 'older' }, 3)
  expect([rest.items.map((user) => user.username), rest.older]).toEqual([['c1'], null])
  await transaction((tx) => tx.mute.create({ data: { muterId: ann.id, mutedId: bob.id } }))
  await transaction((tx) => tx.block.create({ data: { blockerId: others[2]?.id ?? 0, blockedId: ann.id } }))
  expect((await listLikers(ann, id, null, 9)).items.map((user) => user.username)).toEqual(['c2', 'c1'])
  expect((await listLikers(bob, id, null, 9)).items.map((user) => user.followedByViewer)).toEqual([
    null,
    false,
    false,
    false,
  ])
})

test.each([[undefined], [''], ['0'], ['-1'], ['1.5'], ['abc'], ['2147483648'], [{ gt: 0 }]])(
  'ignores the invalid post id %j',
  (id) => {
    expect(likeInput.parse({ like: id, unlike: id })).toEqual({ like: undefined, unlike: undefined })
  },
)
