import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { bookmarkPost, unbookmarkPost } from '../bookmarks/mutations'
import { db } from '../db/db'
import { followUser, unfollowUser } from '../follows/mutations'
import { likePost, unlikePost } from '../likes/mutations'
import { sendMessage } from '../messages/mutations'
import { createPost, editPost } from '../posts/mutations'
import { aPost, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { blockUser } from './mutations'

/** Ann acts on Bob or on his post while one of them blocks the other. */
type Scene = { ann: Viewer; bob: Viewer; post: number; own: number }

const verbs: Record<string, (scene: Scene) => Promise<unknown>> = {
  like: ({ ann, post }) => likePost(ann, post),
  unlike: ({ ann, post }) => unlikePost(ann, post),
  bookmark: ({ ann, post }) => bookmarkPost(ann, post),
  'removed bookmark': ({ ann, post }) => unbookmarkPost(ann, post),
  reply: ({ ann, post }) => createPost(ann, { body: 'An answer', replyTo: post }),
  mention: ({ ann, bob }) => createPost(ann, { body: `Hello @${bob.username}` }),
  'mention by an edit': ({ ann, bob, own }) => editPost(ann, { id: own, body: `Hello @${bob.username}` }),
  follow: ({ ann, bob }) => followUser(ann, bob.username),
  unfollow: ({ ann, bob }) => unfollowUser(ann, bob.username),
  message: ({ ann, bob }) => sendMessage(ann, { to: bob.username, body: 'Hello' }),
}

/** What the operations write about Bob: rows, notifications and the counters of his post. */
async function effectsOn({ ann, bob, post }: Scene) {
  const both = { userId: ann.id, postId: post }
  return {
    likes: await db.like.count({ where: both }),
    bookmarks: await db.bookmark.count({ where: both }),
    replies: await db.post.count({ where: { replyToId: post } }),
    counted: await db.post.findUnique({ where: { id: post }, select: { likeCount: true, replyCount: true } }),
    follows: await db.follow.count({ where: { followerId: ann.id } }),
    messages: await db.message.count({ where: { recipientId: bob.id } }),
    notifications: await db.notificationActor.count({ where: { actorId: ann.id } }),
  }
}

async function aScene(name: string): Promise<Scene> {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const [post, own] = [(await aPost(bob)).id, (await aPost(ann)).id]
  if (name === 'unlike') await likePost(ann, post)
  if (name === 'removed bookmark') await bookmarkPost(ann, post)
  return { ann, bob, post, own }
}

describe.each(Object.keys(verbs))('a %s', (name) => {
  const act = (scene: Scene) =>
    verbs[name]?.(scene).then(
      () => 'done',
      ({ code }) => code,
    )

  test('that runs concurrently with a block writes nothing after the block', async () => {
    for (let round = 0; round < 20; round++) {
      const scene = await aScene(name)
      const [blocker, blocked] = round % 2 ? [scene.ann, scene.bob] : [scene.bob, scene.ann]
      const [blocking, acting] =
        round % 4 < 2
          ? [blockUser(blocker, blocked.username), act(scene)]
          : [act(scene), blockUser(blocker, blocked.username)].reverse()
      await blocking
      const before = await effectsOn(scene)
      await acting
      expect(await effectsOn(scene), `round ${round}`).toEqual(before)
    }
  })

  test.each(['ann', 'bob'] as const)(
    'writes nothing when its transaction begins after a block by %s',
    async (who) => {
      const scene = await aScene(name)
      const [blocker, blocked] = who === 'ann' ? [scene.ann, scene.bob] : [scene.bob, scene.ann]
      let before = {}
      beforeNextTransaction(async () => {
        await blockUser(blocker, blocked.username)
        before = await effectsOn(scene)
      })
      const answer = await act(scene)
      expect(await effectsOn(scene)).toEqual(before)
      expect(answer).toBe(answers[name] ?? 'not-found')
    },
  )
})

/** The results of operations that do not fail with `not-found`. */
const answers: Record<string, string> = {
  mention: 'done',
  'mention by an edit': 'done',
  unfollow: 'done',
  follow: 'forbidden',
  message: 'forbidden',
}

/** Runs `work` just before the next transaction begins. */
function beforeNextTransaction(work: () => Promise<void>): void {
  const begin = db.$transaction.bind(db) as (...args: unknown[]) => Promise<unknown>
  vi.spyOn(db, '$transaction').mockImplementationOnce((async (...args: unknown[]) => {
    await work()
    return begin(...args)
  }) as never)
  onTestFinished(() => void vi.restoreAllMocks())
}
