import { describe, expect, test } from 'vitest'
import { blockUser, muteUser } from '../blocks/mutations'
import { bookmarkPost } from '../bookmarks/mutations'
import { deletePost } from '../deletions/mutations'
import { followUser, unfollowUser } from '../follows/mutations'
import { changeCount, hasChanged, pageKey, postKey } from '../http/changes.mjs'
import { likePost, unlikePost } from '../likes/mutations'
import { sendMessage } from '../messages/mutations'
import { createPost, editPost } from '../posts/mutations'
import { aPost, aViewer, viewerOf } from '../testing/factories'
import { updateAccount } from '../users/mutations'
import { publish, subscribe } from './events'
import { trackChanges } from './guest-pages'

/** The keys that a mutation invalidates. */
async function changedBy(mutate: () => Promise<unknown>): Promise<string[]> {
  const keys: string[] = []
  const unsubscribe = subscribe((event) => {
    if (event.type === 'changed') keys.push(...event.keys)
  })
  await mutate()
  unsubscribe()
  return keys.sort()
}

const sorted = (...keys: string[]) => keys.sort()

const profileOf = (name: string) => ['', '/replies', '/likes'].map((tab) => `page:/users/${name}${tab}`)

describe('guest pages are invalidated', () => {
  test('by a post: the welcome page, explore, the profile of its author and its tags', async () => {
    const ann = await aViewer({ username: 'Ann' })
    let id = 0
    const keys = await changedBy(async () => {
      id = (await createPost(ann, { body: 'Hello #Birds #café' })).id
    })
    expect(keys).toEqual(
      sorted(
        `post:${id}`,
        'page:/',
        'page:/explore',
        ...profileOf('ann'),
        'page:/tags/birds',
        'page:/tags/café',
      ),
    )
  })

  test('by a reply: the same pages, its parent and the root of the conversation', async () => {
    const ann = await aViewer({ username: 'ann' })
    const root = (await aPost(ann)).id
    const parent = (await aPost(ann, 'One', { replyTo: root })).id
    let id = 0
    const keys = await changedBy(async () => {
      id = (await createPost(ann, { body: 'Two', replyTo: parent })).id
    })
    expect(keys).toEqual(
      sorted(`post:${id}`, `post:${parent}`, `post:${root}`, 'page:/', 'page:/explore', ...profileOf('ann')),
    )
  })

  test('by an edit: every page that shows the post, and its new tags', async () => {
    const ann = await aViewer({ username: 'ann' })
    const { id } = await aPost(ann, 'Old #old')
    const keys = await changedBy(() => editPost(ann, { id, body: 'New #new' }))
    expect(keys).toEqual(
      sorted(`post:${id}`, 'page:/', 'page:/explore', ...profileOf('ann'), 'page:/tags/new'),
    )
  })

  test('by a deletion: every page that shows the post, its ancestors and the deleted conversations', async () => {
    const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer({ username: 'bob' })]
    const root = (await aPost(ann)).id
    const parent = (await aPost(bob, 'One', { replyTo: root })).id
    const id = (await aPost(ann, 'Two', { replyTo: parent })).id
    await deletePost(bob, parent)
    const keys = await changedBy(() => deletePost(ann, id))
    const posts = [root, parent, id].map((post) => `post:${post}`)
    const deleted = [parent, id].map((post) => `conversation:${post}`)
    expect(keys).toEqual(sorted(...posts, ...deleted, 'page:/', 'page:/explore', ...profileOf('ann')))
  })

  test('by a like and an unlike: every page that shows the post, and the likes of the user', async () => {
    const [ann, bob] = [await aViewer(), await aViewer({ username: 'bob' })]
    const { id } = await aPost(ann)
    for (const mutate of [likePost, unlikePost])
      expect(await changedBy(() => mutate(bob, id))).toEqual(sorted(`post:${id}`, 'page:/users/bob/likes'))
  })

  test('by a follow, an unfollow and a block: the profiles and lists of both users', async () => {
    const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer({ username: 'bob' })]
    const oneWay = sorted(
      ...profileOf('ann'),
      'page:/users/ann/following',
      ...profileOf('bob'),
      'page:/users/bob/followers',
    )
    for (const mutate of [followUser, unfollowUser])
      expect(await changedBy(() => mutate(ann, 'bob'))).toEqual(oneWay)
    expect(await changedBy(() => blockUser(bob, 'ann'))).toEqual(
      sorted(...oneWay, 'page:/users/ann/followers', 'page:/users/bob/following'),
    )
  })

  test('by a changed account: every page that shows the user by the old or the new name', async () => {
    const { id } = await aViewer({ username: 'ann' })
    const viewer = await viewerOf(id)
    const save = (username: string) =>
      updateAccount(viewer, { username, displayName: 'Ann', email: 'ann@example.com', aboutMe: '' }, null)
    expect(await changedBy(() => save('Anna'))).toEqual(
      sorted('user:ann', 'user:anna', ...profileOf('ann'), ...profileOf('anna')),
    )
    // `viewer` still has the first username, as in an open page.
    expect(await changedBy(() => save('anne'))).toEqual(
      sorted('user:anna', 'user:anne', ...profileOf('anna'), ...profileOf('anne')),
    )
  })

  test('neither by changes invisible to guests nor by rejected mutations', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const { id } = await aPost(ann)
    const keys = await changedBy(async () => {
      await bookmarkPost(bob, id)
      await muteUser(bob, ann.username)
      await sendMessage(bob, { to: ann.username, body: 'Hello' })
      await deletePost(bob, id).catch(() => {})
      await editPost(bob, { id, body: 'Mine' }).catch(() => {})
    })
    expect(keys).toEqual([])
  })
})

test('records changes of all processes, and treats every page as changed after events were lost', () => {
  trackChanges()
  const before = changeCount()
  publish({ type: 'changed', keys: [postKey(1)] })
  expect([hasChanged([postKey(1)], before), hasChanged([pageKey('/about')], before)]).toEqual([true, false])
  publish({ type: 'events-lost' })
  expect(hasChanged([pageKey('/about')], before)).toBe(true)
})
