import { describe, expect, test } from 'vitest'
import { importProfile } from '../archive-entries/mutations'
import { annotatePost } from '../archive-entries/queries'
import { db, transaction } from '../db/db'
import { createPost } from '../posts/mutations'
import { storage } from '../storage/storage'
import { requestDeletion } from '../testing/account-deletion'
import { archivedPost, roostArchive, zipOf } from '../testing/archives'
import { aPost, aViewer, countersOf } from '../testing/factories'
import { exportArchive, importArchive, runImports, uploadArchive } from '../testing/imports'
import { unzip } from '../testing/unzip'
import type { Viewer } from '../viewer'
import { importBatch } from './mutations'
import { uploadName } from './policy'

const endings = {
  banned: ({ id }: Viewer) =>
    transaction((tx) => tx.user.update({ where: { id }, data: { bannedAt: new Date() } })),
  'deletion-pending': (member: Viewer) => requestDeletion(member),
}

describe.each(Object.entries(endings))('an import of a member who is %s', (code, end) => {
  test('is not started, and ends as failed', async () => {
    const ann = await aViewer()
    const id = await uploadArchive(ann, await zipOf(roostArchive([archivedPost(1)])))
    await end(ann)
    await runImports()
    expect(await db.post.count()).toBe(0)
    expect((await db.import.findUniqueOrThrow({ where: { id } })).failedAt).not.toBeNull()
    expect(await storage.get(uploadName(id))).toBeNull()
    expect(await db.job.count({ where: { id } })).toBe(0)
  })

  test('writes no further batch and no profile', async () => {
    const [ann, bob] = [await aViewer(), await aViewer({ username: 'bob' })]
    const post = await aPost(bob)
    const id = await uploadArchive(ann, await zipOf(roostArchive([])))
    await end(ann)
    const createdAt = new Date()
    const record = {
      ...({
        type: 'post',
        origin: 'roost:x:1',
        original: null,
        body: 'x',
        createdAt,
        editedAt: null,
      } as const),
      ...{ history: [], replyTo: null },
    }
    const like = { type: 'like', author: 'bob', origin: 'x', id: post.id, createdAt } as const
    const running = { id, userId: ann.id, username: ann.username }
    const batches = [
      { kind: 'posts', entries: [await annotatePost(record)] },
      { kind: 'follows', entries: [{ type: 'follow', username: 'bob', createdAt }] },
      { kind: 'likes', entries: [like] },
    ] as const
    const [counts, percent] = [{ imported: {}, skipped: {} }, null]
    for (const { kind, entries } of batches) {
      const batch = { kind, entries: [...entries] } as Parameters<typeof importBatch>[1]['batch']
      await expect(importBatch(running, { batch, at: 0, counts, percent })).rejects.toMatchObject({ code })
    }
    const profile = { displayName: 'Ann', aboutMe: '', picture: null }
    await expect(importProfile(ann, profile)).rejects.toMatchObject({ code })
    expect([await db.post.count(), await db.follow.count(), await db.like.count()]).toEqual([1, 0, 0])
  })
})

test('does not reply to, follow, like or bookmark anything of a leaving member', async () => {
  const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer({ username: 'bob' })]
  const foreign = await aPost(bob, 'by bob')
  const reply = await createPost(ann, { body: 'a reply', replyTo: foreign.id })
  const own = Object.fromEntries(await unzip(await exportArchive(ann)))
  await transaction((tx) => tx.post.delete({ where: { id: reply.id } }))
  const createdAt = '2021-01-01T00:00:00.000Z'
  const reaction = { postId: foreign.id, author: 'bob', createdAt }
  const files = {
    ...own,
    'data/following.json': { following: [{ username: 'bob', createdAt }] },
    'data/likes.json': { likes: [reaction] },
    'data/bookmarks.json': { bookmarks: [reaction] },
  }
  await requestDeletion(bob)
  const result = await importArchive(ann, await zipOf(files))
  expect(result.imported).toEqual([])
  expect(Object.fromEntries(result.skipped)).toEqual({ replies: 1, missing: 3 })
  expect(await countersOf(bob.id)).toMatchObject({ followerCount: 0 })
})
