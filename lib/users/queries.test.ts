import { expect, test } from 'vitest'
import { homeFeed } from '../feeds/queries'
import { followUser } from '../follows/mutations'
import { listFollowers } from '../follows/queries'
import { getPost } from '../posts/queries'
import { listSessions } from '../sessions/queries'
import { aPost, aUser, aViewer } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import { findUsernames, findUsersByName, getAccount, getUser, userExists } from './queries'
import { gravatarUrl } from './summary'

const keysOf = (value: unknown) =>
  Object.keys(value as object)
    .sort()
    .join(' ')

test('views contain exactly the fields that other users may see [PRO-07, SEC-17]', async () => {
  const [ann, bob] = [await aViewer({ username: 'ann', email: 'hidden@example.com' }), await aViewer()]
  await followUser(ann, bob.username)
  const { id } = await aPost(ann, 'hello @ann')
  const profile = await getUser(bob, 'ann')
  const post = await getPost(bob, id)
  const line = 'avatar displayName'
  expect(keysOf(profile)).toBe(
    `aboutMe ${line.replace(' ', ' createdAt ')} followedByViewer followerCount followingCount gravatar id lastSeenAt postCount username`,
  )
  expect(keysOf(post)).toBe(
    'author body bookmarked createdAt editedAt id language likeCount liked mentions own replyCount replyTo rootId',
  )
  expect(keysOf(post?.author)).toBe('avatar displayName gravatar id username')
  const listed = (await listFollowers(null, bob.id, null, 9)).items[0]
  expect(keysOf(listed)).toBe('aboutMe avatar displayName followedByViewer gravatar id username')
  expect(keysOf(ann)).toBe(
    'avatar displayName followingCount gravatar id languages locale role sessionId username',
  )
  expect(keysOf((await listSessions(ann))[0])).toBe(
    'area browser createdAt current id lastUsedAt remember system',
  )
  const seen = [profile, post, listed, ann, await homeFeed(ann, null, 9), await getUser(null, 'ann')]
  expect(JSON.stringify(seen)).not.toMatch(/hidden|example\.com|\$2[ab]\$/)
})

test("the viewer's own account contains the email address, but not the password hash", async () => {
  const ann = await aViewer({ email: 'own@example.com' })
  expect(keysOf(await getAccount(ann))).toBe(
    'aboutMe displayName email emailVerified hasPassword pendingEmail username',
  )
  expect(await getAccount(ann)).toMatchObject({ email: 'own@example.com', hasPassword: true })
})

test('a Gravatar URL has the MD5 of the lower-case email address and the requested size [PRO-04, TST-01]', () => {
  const address = 'https://www.gravatar.com/avatar/d4c74594d841139328695756648b6bd6?d=identicon&s=128'
  expect(gravatarUrl('john@example.com', 128)).toBe(address)
  expect(gravatarUrl(' John@Example.COM ', 128)).toBe(address)
})

test('Gravatars are used for users without an uploaded picture, and only if enabled [PRO-04]', async () => {
  await aUser({ username: 'john', email: 'John@example.com' })
  await aUser({ username: 'ann', avatar: 'uploaded' })
  expect((await getUser(null, 'john'))?.gravatar).toBeNull()
  changeSettings({ GRAVATAR: true })
  expect((await getUser(null, 'john'))?.gravatar).toContain(
    '/d4c74594d841139328695756648b6bd6?d=identicon&s=',
  )
  expect((await getUser(null, 'ann'))?.gravatar).toBeNull()
})

test("followedByViewer is null for guests and on the viewer's own profile", async () => {
  const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer({ username: 'bob' })]
  await followUser(ann, 'bob')
  const followed = async (viewer: typeof ann | null, name: string) =>
    (await getUser(viewer, name))?.followedByViewer
  expect([await followed(ann, 'bob'), await followed(bob, 'ann')]).toEqual([true, false])
  expect([await followed(null, 'bob'), await followed(ann, 'ann')]).toEqual([null, null])
})

test('finds users by their whole username only, in any case', async () => {
  const { id } = await aUser({ username: 'Ann' })
  expect([await userExists('aNN'), await userExists('an'), await userExists("' OR 1=1 --")]).toEqual([
    true,
    false,
    false,
  ])
  expect(await getUser(null, 'nobody\0')).toBeNull()
  expect(await findUsersByName(['ann', 'bob'])).toEqual([{ id, usernameKey: 'ann' }])
  expect([await findUsersByName([]), await findUsernames([])]).toEqual([[], new Map()])
  expect(await findUsernames([id, 999])).toEqual(new Map([[id, 'Ann']]))
})
