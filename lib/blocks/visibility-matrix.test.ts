import { afterEach, expect, test } from 'vitest'
import { streamHub } from '../api/stream/stream-hub'
import { bookmarkPost } from '../bookmarks/mutations'
import { listBookmarks } from '../bookmarks/queries'
import { exploreFeed, homeFeed, likesFeed, profileFeed, repliesFeed, tagFeed } from '../feeds/queries'
import { followUser } from '../follows/mutations'
import { listFollowers, listFollowing } from '../follows/queries'
import { likePost } from '../likes/mutations'
import { listLikers } from '../likes/queries'
import { sendMessage } from '../messages/mutations'
import { listConversations, threadPage, unreadMessages } from '../messages/queries'
import { listNotifications, unreadNotifications } from '../notifications/queries'
import { createPost } from '../posts/mutations'
import { getConversation, getPost } from '../posts/queries'
import { parseQuery } from '../search/parse-query'
import { searchPeople, searchPosts } from '../search/queries'
import { searchCursorParams } from '../search/schema'
import { aPost, aViewer } from '../testing/factories'
import { matrixColumn, outcomesOf } from '../testing/matrix'
import { listen, postIds, publishPost } from '../testing/stream-reader'
import type { Viewer } from '../viewer'
import { blockUser, muteUser } from './mutations'
import { isBlockedEitherWay } from './policy'
import { getRelation } from './queries'

/**
 * What Ann sees of Bob and can do, for every relation between the two. A rejection is listed by its error code.
 */
const expected = `
  surface                      | none | blocks    | blocked   | mutes | muted
  home feed                    | yes  | no        | no        | no    | yes
  explore                      | yes  | no        | no        | no    | yes
  tag                          | yes  | no        | no        | no    | yes
  search for posts             | yes  | no        | no        | no    | yes
  search for people            | yes  | no        | no        | no    | yes
  profile feed                 | yes  | no        | no        | yes   | yes
  his replies                  | yes  | no        | no        | yes   | yes
  his likes                    | yes  | no        | no        | yes   | yes
  his post among Eve's likes   | yes  | no        | no        | no    | yes
  post                         | yes  | no        | no        | yes   | yes
  conversation that he started | yes  | no        | no        | yes   | yes
  his reply to another user    | yes  | no        | no        | no    | yes
  likes list                   | yes  | no        | no        | no    | yes
  followers list               | yes  | no        | no        | yes   | yes
  following list               | yes  | no        | no        | yes   | yes
  his followers                | yes  | no        | no        | yes   | yes
  full profile and card        | yes  | no        | no        | yes   | yes
  bookmarked posts             | yes  | no        | no        | yes   | yes
  notifications page           | yes  | no        | no        | no    | yes
  earlier notification         | yes  | no        | no        | no    | yes
  earlier unread message       | yes  | no        | no        | no    | yes
  live posts                   | yes  | no        | no        | no    | yes
  notification of his mention  | yes  | no        | no        | no    | yes
  he can send a message        | yes  | forbidden | forbidden | yes   | yes
  his new message is counted   | yes  | no        | no        | no    | yes
  follow him                   | yes  | forbidden | forbidden | yes   | yes
  like his post                | yes  | not-found | not-found | yes   | yes
  bookmark his post            | yes  | not-found | not-found | yes   | yes
  reply to him                 | yes  | not-found | not-found | yes   | yes
  notification sent to him     | yes  | no        | no        | yes   | no
  send him a message           | yes  | forbidden | forbidden | yes   | yes
  message counted for him      | yes  | no        | no        | yes   | no`

const relations = ['none', 'blocks', 'blocked', 'mutes', 'muted'] as const
type RelationName = (typeof relations)[number]

afterEach(() => streamHub().endAll())

test.each(relations)(
  'what two users see of each other and can do matches the matrix: %s',
  async (relation) => {
    const outcomes = await outcomesOf(surfacesOf(await scene(relation)))
    expect(outcomes).toEqual(matrixColumn(expected, relation))
  },
)

type Scene = Awaited<ReturnType<typeof scene>>

/** Ann and Bob interact in every way; then one of them may block or mute the other. */
async function scene(relation: RelationName) {
  const [ann, bob, eve] = [
    await aViewer({ username: 'Ann' }),
    await aViewer({ username: 'Bob' }),
    await aViewer(),
  ]
  for (const [viewer, name] of [
    [ann, 'bob'],
    [bob, 'ann'],
    [bob, eve.username],
    [eve, 'bob'],
  ] as const)
    await followUser(viewer, name)
  const hers = await aPost(ann, 'By Ann')
  const his = await aPost(bob, 'By Bob #tag')
  const root = await aPost(eve, 'By Eve')
  await createPost(bob, { body: 'His reply', replyTo: root.id })
  for (const post of [hers, root]) await likePost(bob, post.id)
  await likePost(eve, his.id)
  await bookmarkPost(ann, his.id)
  await sendMessage(bob, { to: 'ann', body: 'Hello' })
  if (relation === 'blocks') await blockUser(ann, 'bob')
  if (relation === 'blocked') await blockUser(bob, 'ann')
  if (relation === 'mutes') await muteUser(ann, 'bob')
  if (relation === 'muted') await muteUser(bob, 'ann')
  return { ann, bob, eve, his, root }
}

function surfacesOf({ ann, bob, eve, his, root }: Scene): Record<string, () => Promise<unknown>> {
  const hasPost = async (page: Promise<{ items: { author: { id: number } }[] }>) =>
    (await page).items.some(({ author }) => author.id === bob.id)
  const hasMember = async (page: Promise<{ items: { id: number }[] }>, { id } = bob) =>
    (await page).items.some((user) => user.id === id)
  return {
    'home feed': () => hasPost(homeFeed(ann, null, 9)),
    explore: () => hasPost(exploreFeed(ann, null, 9)),
    tag: () => hasPost(tagFeed(ann, 'tag', null, 9)),
    'search for posts': () =>
      hasPost(searchPosts(ann, parseQuery('from:bob'), searchCursorParams.parse({}), 9)),
    'search for people': async () => (await searchPeople(ann, parseQuery('bob'))).length > 0,
    'profile feed': () => hasPost(profileFeed(ann, bob.id, null, 9)),
    'his replies': () => hasPost(repliesFeed(ann, bob.id, null, 9)),
    'his likes': async () => (await likesFeed(ann, bob.id, null, 9)).items.some(({ id }) => id === root.id),
    "his post among Eve's likes": () => hasPost(likesFeed(ann, eve.id, null, 9)),
    post: async () => (await getPost(ann, his.id)) !== null,
    'conversation that he started': async () => (await getConversation(ann, his.id, null)) !== null,
    'his reply to another user': async () =>
      (await getConversation(ann, root.id, null))?.entries.some(({ post }) => post?.author.id === bob.id) ??
      false,
    'likes list': () => hasMember(listLikers(ann, root.id, null, 9)),
    'followers list': () => hasMember(listFollowers(ann, eve.id, null, 9)),
    'following list': () => hasMember(listFollowing(ann, eve.id, null, 9)),
    'his followers': () => hasMember(listFollowers(ann, bob.id, null, 9), eve),
    'full profile and card': async () => !isBlockedEitherWay(await getRelation(ann, bob.id)),
    'bookmarked posts': () => hasPost(listBookmarks(ann, null, 9)),
    'notifications page': async () =>
      (await listNotifications(ann, null, null, 9)).items.some(({ actors }) =>
        actors.some(({ id }) => id === bob.id),
      ),
    'earlier notification': () => raises(() => unreadNotifications(ann)),
    'earlier unread message': () => raises(() => unreadMessages(ann)),
    'live posts': () => receivesLive(ann, bob, eve),
    'notification of his mention': () =>
      raises(
        () => unreadNotifications(ann),
        () => createPost(bob, { body: 'Hear, @ann' }),
      ),
    'he can send a message': () => sendMessage(bob, { to: 'ann', body: 'Again' }),
    'his new message is counted': async () => (await unreadMessages(ann)) === 2,
    'follow him': () => followUser(ann, 'bob'),
    'like his post': () => likePost(ann, his.id),
    'bookmark his post': () => bookmarkPost(ann, his.id),
    'reply to him': () => createPost(ann, { body: 'Reply', replyTo: his.id }),
    'notification sent to him': () =>
      raises(
        () => unreadNotifications(bob),
        () => createPost(ann, { body: 'Hear, @bob' }),
      ),
    'send him a message': () => sendMessage(ann, { to: 'bob', body: 'Back' }),
    'message counted for him': async () => (await unreadMessages(bob)) > 0,
  }
}

/** Whether a count is above zero, or is raised by `work`. */
async function raises(count: () => Promise<number>, work?: () => Promise<unknown>): Promise<boolean> {
  const before = work ? await count() : 0
  await work?.()
  return (await count()) > before
}

async function receivesLive(ann: Viewer, bob: Viewer, eve: Viewer): Promise<boolean> {
  const reader = await listen(ann)
  const his = await publishPost(bob)
  const last = await publishPost(eve)
  await reader.until(() => postIds(reader).includes(last))
  return postIds(reader).includes(his)
}

test('a muted user cannot detect the mute, and both users keep earlier messages', async () => {
  const { ann, bob } = await scene('mutes')
  expect(await getRelation(bob, ann.id)).toEqual({ blocks: false, blockedBy: false, mutes: false })
  await sendMessage(bob, { to: 'ann', body: 'Quietly' })
  for (const [viewer, partner] of [
    [ann, bob],
    [bob, ann],
  ] as const) {
    expect((await listConversations(viewer, null, 9)).items).toHaveLength(1)
    expect((await threadPage(viewer, partner.id, null, 9)).items).toHaveLength(2)
  }
})
