import { describe, expect, test } from 'vitest'
import { db } from '../db/db'
import { storage } from '../storage/storage'
import { type ArchiveFiles, archivedPost, roostArchive, zipOf } from '../testing/archives'
import { aViewer } from '../testing/factories'
import { importArchive } from '../testing/imports'
import { uploadName } from './policy'

const roost = (posts: object[], others: ArchiveFiles = {}) => zipOf(roostArchive(posts, others))
const valid = Array.from({ length: 120 }, (_, at) => archivedPost(at + 1))

/** An archive whose picture has another checksum than the central directory says. */
async function withDamagedPicture(): Promise<Buffer> {
  const picture = 'media/picture.webp'
  const bytes = await roost(valid, { [picture]: 'a picture' })
  // The checksum is at byte 16 of an entry, its name at byte 46 (APPNOTE 4.3.12).
  const at = bytes.lastIndexOf(picture) - 46 + 16
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  return bytes
}

describe('refuses without importing anything, and says why [SEC-29]', () => {
  test.each([
    ['a text file', () => Buffer.from('hello'), 'notZip', ''],
    ['an empty file', () => Buffer.alloc(0), 'notZip', ''],
    ['a tar.gz', () => Buffer.from([0x1f, 0x8b, 8, 0, 0]), 'gzip', ''],
    ['a truncated zip', async () => (await roost(valid)).subarray(0, -30), 'damaged', ''],
    ['another zip', () => zipOf({ 'readme.txt': 'hello' }), 'unknown', ''],
    [
      'wrong JSON',
      () => roost([], { 'data/posts.json': '{"posts": [{"id": 1}' }),
      'json',
      'data/posts.json:1',
    ],
    [
      'a wrong value after many valid ones',
      () => roost([...valid, { ...archivedPost(999), createdAt: 'yesterday' }]),
      'value',
      'data/posts.json: posts[120].createdAt',
    ],
    [
      'a text that no post can have',
      () => roost([archivedPost(1, { body: 'bell \u0007' })]),
      'value',
      'data/posts.json: posts[0].body',
    ],
    [
      'a wrong value in the last list',
      () => roost(valid, { 'data/bookmarks.json': { bookmarks: [{ postId: -1 }] } }),
      'value',
      'data/bookmarks.json: bookmarks[0].postId',
    ],
    [
      'a profile with a long name',
      () =>
        zipOf({
          ...roostArchive(valid),
          'data/profile.json': {
            profile: [{ username: 'ann', displayName: 'x'.repeat(51), aboutMe: '', instance: '' }],
          },
        }),
      'value',
      'data/profile.json: profile[0].displayName',
    ],
    ['a damaged picture', withDamagedPicture, 'damaged', 'media/picture.webp'],
  ])('%s', async (_, bytes, problem, place) => {
    const ann = await aViewer()
    const result = await importArchive(ann, await bytes())
    expect(result).toMatchObject({ state: 'failed', refusal: { problem, place }, imported: [] })
    expect(await db.post.count()).toBe(0)
    expect(await storage.get(uploadName(result.id))).toBeNull()
    expect(await db.job.count()).toBe(0)
  })
})

test('the member can import another archive after a refused one', async () => {
  const ann = await aViewer()
  await importArchive(ann, Buffer.from('no zip'))
  expect(await importArchive(ann, await roost(valid))).toMatchObject({ imported: [['posts', 120]] })
})

test('a file that is not a picture is skipped', async () => {
  const ann = await aViewer()
  const archive = await roost([], { 'media/picture.webp': 'no picture' })
  expect(await importArchive(ann, archive)).toMatchObject({ state: 'ready', skipped: [['picture', 1]] })
})

describe('refuses identifiers that databases do not store', () => {
  const createdAt = '2020-01-01T00:00:00.000Z'
  const profile = [{ username: 'ann', displayName: '', aboutMe: '', instance: 'https://other.example/\0' }]
  const like = { postId: 1, author: 'bob', createdAt, origin: 'roost:\ud800:1' }
  const archives: [string, ArchiveFiles][] = [
    ['data/profile.json: profile[0].instance', roostArchive([], { 'data/profile.json': { profile } })],
    ['data/posts.json: posts[0].origin', roostArchive([archivedPost(1, { origin: 'roost:\0:1' })])],
    [
      'data/posts.json: posts[0].replyToOrigin',
      roostArchive([{ ...archivedPost(1, { replyToId: 2 }), replyToOrigin: 'roost:\u0007:2' }]),
    ],
    ['data/likes.json: likes[0].origin', roostArchive([], { 'data/likes.json': { likes: [like] } })],
    ['outbox.json: orderedItems[0].id', mastodonArchive({ id: 'https://social.example/\0' })],
    [
      'outbox.json: orderedItems[0].inReplyTo',
      mastodonArchive({ inReplyTo: 'https://social.example/\udfff' }),
    ],
  ]

  test.each(archives)('at %s', async (place, files) => {
    const ann = await aViewer()
    const result = await importArchive(ann, await zipOf(files))
    expect(result).toMatchObject({ state: 'failed', refusal: { problem: 'value', place } })
  })

  function mastodonArchive(note: object): ArchiveFiles {
    const owner = 'https://social.example/users/ann'
    const to = ['https://www.w3.org/ns/activitystreams#Public']
    const object = { type: 'Note', id: `${owner}/1`, content: 'x', published: createdAt, to, ...note }
    const orderedItems = [{ type: 'Create', actor: owner, object }]
    return { 'actor.json': { id: owner }, 'outbox.json': { orderedItems } }
  }
})
