import { afterEach, describe, expect, test } from 'vitest'
import { transaction } from '../../db/db'
import { publish } from '../../events/events'
import { followUser, unfollowUser } from '../../follows/mutations'
import { aPost, aViewer } from '../../testing/factories'
import { listen, open, postIds, publishPost, type StreamReader } from '../../testing/stream-reader'
import { streamHub } from './stream-hub'

afterEach(() => streamHub().endAll())

describe('a stream sends new posts', () => {
  const postEvents = (reader: StreamReader) => reader.of('post').map(({ data }) => data)

  test('of all authors, with a flag for those in the home feed', async () => {
    const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer()]
    await followUser(ann, bob.username)
    const reader = await listen(ann)
    const ids = [await publishPost(ann), await publishPost(bob), await publishPost(eve)]
    await reader.until(() => postEvents(reader).length === 3)
    const expected = [ann, bob, eve].map((author, index) => {
      return { id: ids[index], authorId: author.id, rootId: null, home: author !== eve }
    })
    expect(postEvents(reader)).toEqual(expected)
  })

  test('with the flag of the current follows after a follow and an unfollow', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const reader = await listen(ann)
    await followUser(ann, bob.username)
    await publishPost(bob)
    await reader.until(() => postEvents(reader).length === 1)
    await unfollowUser(ann, bob.username)
    await publishPost(bob)
    await reader.until(() => postEvents(reader).length === 2)
    expect(postEvents(reader)).toMatchObject([{ home: true }, { home: false }])
  })

  test.each(['block', 'blocked', 'mute'] as const)(
    'except those of blocked and muted users (%s)',
    async (kind) => {
      const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer()]
      const missed = await aPost(bob)
      const reader = await listen(ann)
      await separate(kind, ann.id, bob.id)
      publish({ type: 'relations', userId: ann.id })
      await publishPost(bob)
      const id = await publishPost(eve)
      await reader.until(() => postIds(reader).length > 0)
      expect(postIds(reader)).toEqual([id])

      const again = await listen(ann, `0.${missed.id - 1}`)
      await again.until(() => postIds(again).length > 0)
      expect(postIds(again)).toEqual([id])
    },
  )

  test('except those of a user who is muted while the stream starts', async () => {
    for (let round = 0; round < 20; round++) {
      const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer()]
      // Without a position the stream starts at the latest post, which may be one of those below.
      const reader = open(ann, `0.${(await aPost(ann)).id}`)
      await separate('mute', ann.id, bob.id)
      publish({ type: 'relations', userId: ann.id })
      const hidden = await publishPost(bob)
      await publishPost(eve)
      await reader.until(() => postIds(reader).length > 0)
      expect(postIds(reader)).not.toContain(hidden)
      await reader.close()
    }
  })
})

const separate = (kind: 'block' | 'blocked' | 'mute', one: number, other: number) =>
  transaction(async (tx) => {
    if (kind === 'mute') await tx.mute.create({ data: { muterId: one, mutedId: other } })
    else if (kind === 'block') await tx.block.create({ data: { blockerId: one, blockedId: other } })
    else await tx.block.create({ data: { blockerId: other, blockedId: one } })
  })
