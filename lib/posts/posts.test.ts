import { describe, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { deletePost } from '../deletions/mutations'
import { deletionInput } from '../deletions/schema'
import { env } from '../env'
import { limits } from '../limits'
import { aPost, aUser, aViewer, countersOf } from '../testing/factories'
import { naughtyStrings } from '../testing/naughty-strings'
import type { Viewer } from '../viewer'
import { createPost, editPost } from './mutations'
import { canChangePost } from './policy'
import { authorOf, getPost } from './queries'
import { editPostInput, newPostInput, postId } from './schema'

const errorOf = (max: number, body: unknown) =>
  newPostInput(max).safeParse({ body }).error?.issues[0]?.message
const annotationsOf = async (postId: number) => ({
  mentions: (await db.mention.findMany({ where: { postId }, orderBy: { userId: 'asc' } })).map(
    (row) => row.userId,
  ),
  tags: (await db.postTag.findMany({ where: { postId }, orderBy: { tag: 'asc' } })).map((row) => row.tag),
})

describe('a body [PST-01]', () => {
  test.each([['x'], ['ñ'], ['ع'], ['日'], ['ก'], ['👍']])(
    'is limited in code points, here of %s',
    async (character) => {
      expect(env.POST_MAX_LENGTH).toBe(280)
      const body = character.repeat(280)
      const { id } = await createPost(await aViewer(), newPostInput(280).parse({ body }))
      expect((await getPost(null, id))?.body).toBe(body)
      expect(errorOf(280, body + character)).toBe('body.tooLong')
    },
  )

  test('counts five code points for a family emoji of three', () => {
    expect(errorOf(10, '👩‍👩‍👧'.repeat(2))).toBeUndefined()
    expect(errorOf(9, '👩‍👩‍👧'.repeat(2))).toBe('body.tooLong')
  })

  test.each([[undefined], [''], [' \n\t'], ['\u200b']])('is rejected if it is empty: %j', (body) => {
    expect(errorOf(280, body)).toBe('body.required')
  })

  test('is limited in length by the database as well', async () => {
    const viewer = await aViewer()
    await createPost(viewer, { body: '🐦'.repeat(10_000) })
    for (const body of ['', 'x'.repeat(10_001)]) await expect(createPost(viewer, { body })).rejects.toThrow()
    expect(await countersOf(viewer.id)).toMatchObject({ postCount: 1 })
  })
})

test('a post stores its author and the UTC time of its insert [PST-03, PST-04]', async () => {
  const viewer = await aViewer()
  const before = Date.now()
  const first = await createPost(viewer, { body: 'one' })
  await expect.poll(() => Date.now()).toBeGreaterThan(first.createdAt.getTime())
  const between = Date.now()
  const second = await createPost(viewer, { body: 'two' })
  const row = await db.post.findUniqueOrThrow({ where: { id: first.id } })
  expect([row.authorId, row.createdAt, row.editedAt]).toEqual([viewer.id, first.createdAt, null])
  expect(first.createdAt.getTime()).toBeGreaterThanOrEqual(before)
  expect(first.createdAt.getTime()).toBeLessThanOrEqual(between)
  expect(second.createdAt.getTime()).toBeGreaterThanOrEqual(between)
  const stored = await transaction((tx) =>
    tx.post.create({ data: { authorId: viewer.id, body: 'by default' } }),
  )
  expect(stored.createdAt.getTime()).toBeGreaterThanOrEqual(second.createdAt.getTime())
})

describe('repeated submissions of one form [FLA-07]', () => {
  test('create one post, also concurrently', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const send = (viewer: Viewer) => createPost(viewer, { body: 'once #only', submission: 'abcdefgh' })
    const made = await Promise.all(Array.from({ length: 8 }, () => send(ann)))
    expect(new Set(made.map((post) => post.id)).size).toBe(1)
    expect(await send(ann)).toEqual(made[0])
    expect((await send(bob)).id).not.toBe(made[0]?.id)
    expect([await db.post.count(), await countersOf(ann.id)]).toEqual([
      2,
      { postCount: 1, followerCount: 0, followingCount: 0 },
    ])
  })

  test.each([[undefined], [''], ['short'], ['x'.repeat(65)], ['has space'], [['abcdefgh']]])(
    'are parsed without a key if the key is invalid: %j',
    (submission) => {
      expect(newPostInput(280).parse({ body: 'x', submission })).toEqual({ body: 'x', submission: undefined })
    },
  )
})

test('the post counter equals the rows after concurrent posts and deletions', async () => {
  const viewer = await aViewer()
  const posts = await Promise.all(Array.from({ length: 25 }, (_, at) => aPost(viewer, `${at}`)))
  await Promise.all(posts.flatMap((post, at) => [deletePost(viewer, post.id), aPost(viewer, `again ${at}`)]))
  expect([await db.post.count(), (await countersOf(viewer.id)).postCount]).toEqual([25, 25])
})

describe('an edit', () => {
  test('keeps the creation time, sets the edit time and replaces mentions and tags', async () => {
    const [ann, bob] = [await aViewer({ username: 'ann' }), await aUser({ username: 'bob' })]
    const { id, createdAt } = await aPost(ann, '@ann @nobody #old #kept', {
      createdAt: new Date(1_700_000_000_000),
    })
    expect(await annotationsOf(id)).toEqual({ mentions: [ann.id], tags: ['kept', 'old'] })
    await editPost(ann, { id, body: '@BOB #Kept #new' })
    expect(await annotationsOf(id)).toEqual({ mentions: [bob.id], tags: ['kept', 'new'] })
    expect(await db.postTag.findMany({ where: { postId: id, createdAt } })).toHaveLength(2)
    const post = await getPost(ann, id)
    expect([post?.createdAt, post?.mentions, post?.body]).toEqual([createdAt, ['bob'], '@BOB #Kept #new'])
    expect(post?.editedAt?.getTime()).toBeGreaterThan(createdAt.getTime())
  })

  test('ten concurrent edits leave the mentions and tags of one body', async () => {
    const ann = await aViewer()
    const { id } = await aPost(ann)
    await Promise.all(Array.from({ length: 10 }, (_, at) => editPost(ann, { id, body: `#tag${at}` })))
    expect((await annotationsOf(id)).tags.map((tag) => `#${tag}`)).toEqual([(await getPost(ann, id))?.body])
  })
})

describe('only the author can change a post [PST-07, SEC-16]', () => {
  const verbs = {
    edit: (viewer: Viewer, id: number) => editPost(viewer, { id, body: 'changed #x' }),
    delete: (viewer: Viewer, id: number) => deletePost(viewer, id),
  }

  test.each(Object.entries(verbs))(
    '%s: forbidden for other members and admins, not-found for a missing post',
    async (_, verb) => {
      const ann = await aViewer()
      const { id } = await aPost(ann, 'untouched')
      for (const other of [await aViewer(), await aViewer({ role: 'admin' })]) {
        await expect(verb(other, id)).rejects.toMatchObject({ code: 'forbidden' })
        await expect(verb(other, id + 1)).rejects.toMatchObject({ code: 'not-found' })
      }
      expect(await getPost(null, id)).toMatchObject({ body: 'untouched', editedAt: null })
      expect([(await countersOf(ann.id)).postCount, await annotationsOf(id)]).toEqual([
        1,
        { mentions: [], tags: [] },
      ])
    },
  )

  test('post.own and canChangePost agree', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const { id } = await aPost(ann)
    const owned = await Promise.all([ann, bob, null].map(async (viewer) => (await getPost(viewer, id))?.own))
    expect(owned).toEqual([true, false, false])
    const post = { authorId: ann.id }
    expect([ann, bob, null].map((viewer) => canChangePost(viewer, post))).toEqual([true, false, false])
  })

  test('deleting a post deletes its mentions and tags, and a second deletion throws not-found', async () => {
    const ann = await aViewer({ username: 'ann' })
    const { id } = await aPost(ann, '@ann #x')
    await deletePost(ann, id)
    expect([await getPost(ann, id), await authorOf(id), await annotationsOf(id)]).toEqual([
      null,
      null,
      { mentions: [], tags: [] },
    ])
    await expect(deletePost(ann, id)).rejects.toMatchObject({ code: 'not-found' })
    expect((await countersOf(ann.id)).postCount).toBe(0)
  })
})

test.each([
  ['0'],
  ['-1'],
  ['1.5'],
  ['abc'],
  [''],
  ['2147483648'],
  ['9'.repeat(400)],
  [{ gt: 0 }],
  [undefined],
  [null],
])('rejects the invalid post id %j', (id) => {
  expect(postId.safeParse(id).success).toBe(false)
  expect([editPostInput(9).parse({ id, body: 'x' }).id, deletionInput.parse({ id }).id]).toEqual([0, 0])
})

test('stores naughty strings unchanged or rejects them with an error key', async () => {
  const ann = await aViewer({ username: 'ann' })
  for (const text of naughtyStrings) {
    const input = newPostInput(1000).safeParse({ body: `${text}` })
    if (!input.success) {
      expect(input.error.issues[0]?.message).toMatch(/^body\.(required|characters|tooLong)$/)
      continue
    }
    const { id } = await createPost(ann, input.data)
    expect((await getPost(ann, id))?.body).toBe(text.replace(/\r\n?/g, '\n').trim())
  }
})

test.each([['ﷺ'], ['ﬃ'], ['ŉ'], ['İ'], ['ẞ']])(
  'stores or ignores a tag of fifty %s without an error',
  async (character) => {
    const ann = await aViewer()
    const { id } = await createPost(ann, { body: `#${character.repeat(limits.tag.max)}` })
    for (const tag of (await annotationsOf(id)).tags)
      expect([...tag].length).toBeLessThanOrEqual(limits.tag.max)
  },
)
