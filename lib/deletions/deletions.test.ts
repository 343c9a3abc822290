import { describe, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { editPost } from '../posts/mutations'
import { aPost, aViewer, countersOf } from '../testing/factories'
import type { Viewer } from '../viewer'
import { deletePost } from './mutations'

const rowOf = (id: number) => db.post.findUnique({ where: { id } })
const reply = (viewer: Viewer, replyTo: number, body = 'Reply') => aPost(viewer, body, { replyTo })

/** Expects every reply count to equal the number of replies. */
async function expectCounts(): Promise<void> {
  const posts = await db.post.findMany({ include: { replies: { where: { deletedAt: null } } } })
  for (const post of posts) expect([post.id, post.replyCount]).toEqual([post.id, post.replies.length])
}

describe('deleting', () => {
  test('a post with replies leaves a placeholder, and deletes all other data of the post', async () => {
    const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer({ username: 'bob' })]
    const { id } = await aPost(ann, 'first @bob #tag')
    await editPost(ann, { id, body: 'secret @bob #tag' })
    const answer = await reply(bob, id)
    await transaction(async (tx) => {
      await tx.like.create({ data: { userId: bob.id, postId: id } })
      await tx.bookmark.create({ data: { userId: bob.id, postId: id } })
      await tx.post.update({ where: { id }, data: { likeCount: 1 } })
    })
    expect(await deletePost(ann, id)).toEqual({ removed: [], parentId: null, rootId: id })
    expect(await rowOf(id)).toMatchObject({ body: '', editedAt: null, likeCount: 0, replyCount: 1 })
    expect((await rowOf(id))?.deletedAt).toBeInstanceOf(Date)
    const where = { postId: id }
    expect(
      await Promise.all([
        db.mention.count({ where }),
        db.postTag.count({ where }),
        db.like.count({ where }),
        db.bookmark.count({ where }),
        db.postRevision.count({ where }),
        db.notification.count({ where }),
      ]),
    ).toEqual([0, 0, 0, 0, 0, 0])
    expect((await countersOf(ann.id)).postCount).toBe(0)
    expect(await rowOf(answer.id)).toMatchObject({ replyToId: id, rootId: id, body: 'Reply' })
    for (const viewer of [ann, bob]) {
      await expect(deletePost(viewer, id)).rejects.toMatchObject({ code: 'not-found' })
      await expect(editPost(viewer, { id, body: 'x' })).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  test('the last reply also removes the empty placeholders above it', async () => {
    const ann = await aViewer()
    const root = await aPost(ann)
    const middle = await reply(ann, root.id)
    const side = await reply(ann, root.id)
    const leaf = await reply(ann, middle.id)
    await deletePost(ann, root.id)
    await deletePost(ann, middle.id)
    expect(await deletePost(ann, leaf.id)).toEqual({
      removed: [leaf.id, middle.id],
      parentId: middle.id,
      rootId: root.id,
    })
    await expectCounts()
    expect(await deletePost(ann, side.id)).toMatchObject({ removed: [side.id, root.id] })
    expect([await db.post.count(), (await countersOf(ann.id)).postCount]).toEqual([0, 0])
  })

  test('all posts of a conversation concurrently leaves no rows', async () => {
    const members = await Promise.all(Array.from({ length: 4 }, () => aViewer()))
    const posts: { id: number; by: Viewer }[] = []
    for (let count = 0; count < 24; count++) {
      const by = members[count % 4] as Viewer
      const parent = count === 0 ? undefined : posts[Math.floor((count - 1) / 2)]?.id
      posts.push({ ...(await aPost(by, `${count}`, parent ? { replyTo: parent } : {})), by })
    }
    await Promise.all(posts.map(({ id, by }) => deletePost(by, id)))
    expect(await db.post.count()).toBe(0)
    for (const member of members) expect((await countersOf(member.id)).postCount).toBe(0)
  })

  test('concurrently with a reply either rejects the reply or leaves a placeholder', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    for (let round = 0; round < 10; round++) {
      const { id } = await aPost(ann)
      const [answer] = await Promise.allSettled([reply(bob, id), deletePost(ann, id)])
      const left = await rowOf(id)
      if (answer.status === 'fulfilled') expect(left).toMatchObject({ replyCount: 1, body: '' })
      else expect([answer.reason.code, left]).toEqual(['not-found', null])
    }
    await expectCounts()
  })

  test('a post several times concurrently succeeds once and updates the counter once', async () => {
    const ann = await aViewer()
    await aPost(ann)
    const { id } = await aPost(ann)
    const all = await Promise.allSettled([1, 2, 3, 4].map(() => deletePost(ann, id)))
    expect(all.map((one) => (one.status === 'fulfilled' ? 'gone' : one.reason.code)).sort()).toEqual([
      'gone',
      'not-found',
      'not-found',
      'not-found',
    ])
    expect((await countersOf(ann.id)).postCount).toBe(1)
  })
})
