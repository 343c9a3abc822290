import { expect, test } from 'vitest'
import { muteUser } from '../blocks/mutations'
import { aPost, aViewer } from '../testing/factories'
import { followUser } from './mutations'
import { suggestUsersToFollow } from './queries'

test('suggests the users with the most followers whom the viewer neither follows nor mutes', async () => {
  const [ann, bob, eve, dan, mum] = await Promise.all(Array.from({ length: 5 }, () => aViewer()))
  if (!ann || !bob || !eve || !dan || !mum) throw new Error('no viewers')
  for (const author of [bob, eve, dan, mum]) await aPost(author)
  for (const fan of [eve, dan]) await followUser(fan, bob.username)
  await followUser(bob, eve.username)
  await followUser(ann, dan.username)
  await muteUser(ann, mum.username)
  const suggested = await suggestUsersToFollow(ann, 3)
  expect(suggested.map(({ username }) => username)).toEqual([bob.username, eve.username])
  expect(suggested[0]?.followedByViewer).toBe(false)
})
