import { afterEach, beforeEach, expect, test } from 'vitest'
import { streamHub } from '../api/stream/stream-hub'
import { blockUser, muteUser } from '../blocks/mutations'
import { listBlockedUsers, listMutedUsers } from '../blocks/queries'
import { bookmarkPost } from '../bookmarks/mutations'
import { listBookmarks } from '../bookmarks/queries'
import { trackChanges } from '../events/guest-pages'
import {
  exploreFeed,
  homeFeed,
  likesFeed,
  popularTags,
  profileFeed,
  repliesFeed,
  tagFeed,
} from '../feeds/queries'
import { followUser } from '../follows/mutations'
import { listFollowers, listFollowing, suggestUsers, suggestUsersToFollow } from '../follows/queries'
import { likePost } from '../likes/mutations'
import { listLikers } from '../likes/queries'
import { sendMessage } from '../messages/mutations'
import { getPartner, listConversations, partnerExists, threadPage, unreadMessages } from '../messages/queries'
import { listNotifications, unreadNotifications } from '../notifications/queries'
import { createPost } from '../posts/mutations'
import {
  authorOf,
  authorOfConversation,
  getConversation,
  getHistory,
  getPost,
  getPosts,
} from '../posts/queries'
import { resetLimits } from '../rate-limit/rate-limit'
import { parseQuery } from '../search/parse-query'
import { searchPeople, searchPosts } from '../search/queries'
import { searchCursorParams } from '../search/schema'
import { deleteAccount, requestDeletion } from '../testing/account-deletion'
import { aPost, aViewer, countersOf } from '../testing/factories'
import { matrixColumn, outcomesOf } from '../testing/matrix'
import { findUsersByName, getUser, userExists } from '../users/queries'
import type { Viewer } from '../viewer'
import { cancelAccountDeletion } from './mutations'

/** What Ann, a member, and a guest see of Bob before and after he deletes his account, and what Ann can do. */
const expected = `
  surface                          | present | leaving   | kept | deleted
  home feed                        | yes     | no        | yes  | no
  explore                          | yes     | no        | yes  | no
  explore of a guest               | yes     | no        | yes  | no
  tag                              | yes     | no        | yes  | no
  popular tag                      | yes     | no        | yes  | no
  search for posts                 | yes     | no        | yes  | no
  search for posts by a guest      | yes     | no        | yes  | no
  search for people                | yes     | no        | yes  | no
  profile and card                 | yes     | no        | yes  | no
  profile and card of a guest      | yes     | no        | yes  | no
  address of the profile           | yes     | no        | yes  | no
  profile feed                     | yes     | no        | yes  | no
  his replies                      | yes     | no        | yes  | no
  his likes                        | yes     | no        | yes  | no
  his post among Eve's likes       | yes     | no        | yes  | no
  post                             | yes     | no        | yes  | no
  post for a guest                 | yes     | no        | yes  | no
  posts of live updates            | yes     | no        | yes  | no
  history of a post                | yes     | no        | yes  | no
  address of a post                | yes     | no        | yes  | no
  conversation that he started     | yes     | yes       | yes  | yes
  its first post                   | yes     | no        | yes  | no
  its first post for a guest       | yes     | no        | yes  | no
  its reply by another member      | yes     | yes       | yes  | yes
  conversation without replies     | yes     | no        | yes  | no
  his reply to another user        | yes     | no        | yes  | no
  name above a reply to him        | yes     | no        | yes  | no
  link of his mention              | yes     | no        | yes  | no
  likes list                       | yes     | no        | yes  | no
  likes list of a guest            | yes     | no        | yes  | no
  likes count                      | yes     | yes       | yes  | no
  followers list                   | yes     | no        | yes  | no
  followers list of a guest        | yes     | no        | yes  | no
  following list                   | yes     | no        | yes  | no
  followers count                  | yes     | yes       | yes  | no
  his followers                    | yes     | no        | yes  | no
  suggested follow                 | yes     | no        | yes  | no
  suggested mention                | yes     | no        | yes  | no
  bookmarked post                  | yes     | no        | yes  | no
  notifications page               | yes     | no        | yes  | no
  unread notification              | yes     | no        | yes  | no
  unread message                   | yes     | no        | yes  | no
  name in the inbox                | yes     | no        | yes  | no
  name of the thread               | yes     | no        | yes  | no
  messages of the thread           | yes     | yes       | yes  | yes
  list of blocks or mutes          | yes     | no        | yes  | no
  mention in a new post            | yes     | no        | yes  | no
  follow him                       | yes     | not-found | yes  | not-found
  like his post                    | yes     | not-found | yes  | not-found
  bookmark his post                | yes     | not-found | yes  | not-found
  reply to him                     | yes     | not-found | yes  | not-found
  send him a message               | yes     | not-found | yes  | not-found`

const states = ['present', 'leaving', 'kept', 'deleted'] as const
type State = (typeof states)[number]

// Clears caches, as a server does.
trackChanges()
beforeEach(resetLimits)
afterEach(() => streamHub().endAll())

test.each(states)('what others see of a member matches the matrix: %s', async (state) => {
  const outcomes = await outcomesOf(surfacesOf(await scene(state)))
  expect(outcomes).toEqual(matrixColumn(expected, state))
})

type Scene = Awaited<ReturnType<typeof scene>>

/** Bob interacts with everyone in every way, and then he may delete his account. */
async function scene(state: State) {
  const [ann, bob, eve] = [
    await aViewer({ username: 'Ann' }),
    await aViewer({ username: 'Bob', displayName: 'Robert' }),
    await aViewer({ username: 'Eve' }),
  ]
  const [blocker, muter] = [await aViewer(), await aViewer()]
  for (const [viewer, name] of [
    [ann, 'bob'],
    [bob, 'eve'],
    [eve, 'bob'],
    [bob, 'ann'],
  ] as const)
    await followUser(viewer, name)
  const his = await aPost(bob, 'By Bob #bobtag')
  const started = await aPost(bob, 'Bob asks')
  const answer = await aPost(eve, 'Eve answers', { replyTo: started.id })
  const root = await aPost(eve, 'By Eve, for @bob')
  await createPost(bob, { body: 'His reply', replyTo: root.id })
  await likePost(bob, root.id)
  await likePost(bob, (await aPost(ann, 'By Ann')).id)
  await likePost(eve, his.id)
  await bookmarkPost(ann, his.id)
  await sendMessage(bob, { to: 'ann', body: 'Hello' })
  await blockUser(blocker, 'bob')
  await muteUser(muter, 'bob')
  if (state === 'deleted') await deleteAccount(bob)
  if (state === 'leaving' || state === 'kept') await requestDeletion(bob)
  if (state === 'kept') await cancelAccountDeletion({ userId: bob.id })
  return { ann, bob, eve, blocker, muter, his, started, answer, root }
}

function surfacesOf(everyone: Scene): Record<string, () => Promise<unknown>> {
  const { ann, bob, eve, blocker, muter, his, started, answer, root } = everyone
  const hasPost = async (page: Promise<{ items: { author: { id: number } }[] }>) =>
    (await page).items.some(({ author }) => author.id === bob.id)
  const hasMember = async (page: Promise<{ items: { id: number }[] }>, { id } = bob) =>
    (await page).items.some((user) => user.id === id)
  const search = (viewer: Viewer | null) =>
    searchPosts(viewer, parseQuery('bobtag'), searchCursorParams.parse({}), 9)
  const firstPost = async (viewer: Viewer | null) =>
    (await getConversation(viewer, started.id, null))?.root.post != null
  return {
    'home feed': () => hasPost(homeFeed(ann, null, 9)),
    explore: () => hasPost(exploreFeed(ann, null, 9)),
    'explore of a guest': () => hasPost(exploreFeed(null, null, 9)),
    tag: () => hasPost(tagFeed(ann, 'bobtag', null, 9)),
    'popular tag': async () => (await popularTags(9)).some(({ tag }) => tag === 'bobtag'),
    'search for posts': () => hasPost(search(ann)),
    'search for posts by a guest': () => hasPost(search(null)),
    'search for people': async () => (await searchPeople(ann, parseQuery('bob'))).length > 0,
    'profile and card': async () => (await getUser(ann, 'bob')) !== null,
    'profile and card of a guest': async () => (await getUser(null, 'bob')) !== null,
    'address of the profile': () => userExists('bob'),
    'profile feed': () => hasPost(profileFeed(ann, bob.id, null, 9)),
    'his replies': () => hasPost(repliesFeed(null, bob.id, null, 9)),
    'his likes': async () => (await likesFeed(null, bob.id, null, 9)).items.length > 0,
    "his post among Eve's likes": () => hasPost(likesFeed(null, eve.id, null, 9)),
    post: async () => (await getPost(ann, his.id)) !== null,
    'post for a guest': async () => (await getPost(null, his.id)) !== null,
    'posts of live updates': async () => (await getPosts(ann, [his.id])).length > 0,
    'history of a post': async () => (await getHistory(null, his.id)) !== null,
    'address of a post': async () => (await authorOf(his.id)) !== null,
    'conversation that he started': async () =>
      (await authorOfConversation(started.id)) !== null &&
      (await getConversation(ann, started.id, null)) !== null,
    'its first post': () => firstPost(ann),
    'its first post for a guest': () => firstPost(null),
    'its reply by another member': async () =>
      (await getConversation(null, started.id, null))?.entries.some(({ id }) => id === answer.id) ?? false,
    'conversation without replies': async () =>
      (await authorOfConversation(his.id)) !== null && (await getConversation(ann, his.id, null)) !== null,
    'his reply to another user': async () =>
      (await getConversation(null, root.id, null))?.entries.some(({ post }) => post?.author.id === bob.id) ??
      false,
    'name above a reply to him': async () => (await getPost(ann, answer.id))?.replyTo?.username === 'Bob',
    'link of his mention': async () => (await getPost(ann, root.id))?.mentions.includes('bob') ?? false,
    'likes list': () => hasMember(listLikers(ann, root.id, null, 9)),
    'likes list of a guest': () => hasMember(listLikers(null, root.id, null, 9)),
    'likes count': async () => (await getPost(ann, root.id))?.likeCount === 1,
    'followers list': () => hasMember(listFollowers(ann, eve.id, null, 9)),
    'followers list of a guest': () => hasMember(listFollowers(null, eve.id, null, 9)),
    'following list': () => hasMember(listFollowing(ann, eve.id, null, 9)),
    'followers count': async () => (await countersOf(eve.id)).followerCount === 1,
    'his followers': () => hasMember(listFollowers(null, bob.id, null, 9), eve),
    'suggested follow': async () =>
      (await suggestUsersToFollow(await aViewer(), 9)).some(({ id }) => id === bob.id),
    'suggested mention': async () => (await suggestUsers(ann, 'bo', 9)).length > 0,
    'bookmarked post': () => hasPost(listBookmarks(ann, null, 9)),
    'notifications page': async () => (await listNotifications(ann, null, null, 9)).items.length > 0,
    'unread notification': async () => (await unreadNotifications(ann)) > 0,
    'unread message': async () => (await unreadMessages(ann)) > 0,
    'name in the inbox': async () =>
      (await listConversations(ann, null, 9)).items[0]?.partner.username === 'Bob',
    'name of the thread': async () => {
      const { id } = bob
      const partner = await getPartner(ann, (await userExists('bob')) ? 'bob' : `deleted_${id}`)
      return partner?.username === 'Bob' || partner?.displayName === 'Robert'
    },
    'messages of the thread': async () =>
      ((await partnerExists('bob')) || (await partnerExists(`deleted_${bob.id}`))) &&
      (await threadPage(ann, bob.id, null, 9)).items.length === 1,
    'list of blocks or mutes': async () =>
      (await listBlockedUsers(blocker)).length + (await listMutedUsers(muter)).length > 0,
    'mention in a new post': async () => (await findUsersByName(['bob'])).length > 0,
    'follow him': () => followUser(ann, 'bob'),
    'like his post': () => likePost(ann, his.id),
    'bookmark his post': () => bookmarkPost(ann, his.id),
    'reply to him': () => createPost(ann, { body: 'Reply', replyTo: started.id }),
    'send him a message': () => sendMessage(ann, { to: 'bob', body: 'Back' }),
  }
}
