import { describe, expect, test } from 'vitest'
import { db, Prisma, transaction } from '../db/db'
import { deletePost } from '../deletions/mutations'
import { editPost } from '../posts/mutations'
import { aPost, aUser, aViewer } from '../testing/factories'
import { naughtyStrings } from '../testing/naughty-strings'
import { findHighlights } from '../text/highlights'
import { searchRow } from '../text/search-row'
import { updateAccount } from '../users/mutations'
import type { Viewer } from '../viewer'
import { completeSearchIndex } from './jobs'
import { deleteSavedSearch, isIndexIncomplete, maxSavedSearches, reindex, saveSearch } from './mutations'
import { parseQuery, requiredPhrases } from './parse-query'
import { listSavedSearches, searchPeople, searchPosts, unknownAuthors } from './queries'
import { searchCursorParams } from './schema'

const search = (text: string, viewer: Viewer | null = null, params = {}, size = 50) =>
  searchPosts(viewer, parseQuery(text), searchCursorParams.parse(params), size)

const found = async (text: string, viewer: Viewer | null = null) =>
  (await search(text, viewer)).items.map(({ id }) => id)

describe('the search index [SEA-04, PST-10]', () => {
  test('is updated when a post is created, edited or deleted', async () => {
    const ann = await aViewer()
    const { id } = await aPost(ann, 'a heron on the pond')
    expect(await found('heron')).toEqual([id])
    await editPost(ann, { id, body: 'a stork on the roof #birds' })
    expect(await found('heron')).toEqual([])
    expect(await found('#birds stork')).toEqual([id])
    await deletePost(ann, id)
    expect(await found('stork')).toEqual([])
    expect(await db.postSearch.count()).toBe(0)
  })

  test('excludes a deleted post that stays as a placeholder [SEA-05]', async () => {
    const ann = await aViewer()
    const { id } = await aPost(ann, 'a heron on the pond')
    const reply = await aPost(ann, 'which pond', { replyTo: id })
    await deletePost(ann, id)
    expect(await found('pond')).toEqual([reply.id])
    expect(await found('heron')).toEqual([])
  })

  test('does not change when the transaction is rolled back', async () => {
    const ann = await aViewer()
    const { id } = await aPost(ann, 'a heron on the pond')
    const failing = transaction(async (tx) => {
      const row = searchRow({ id, authorId: ann.id, body: 'a crane', createdAt: new Date() })
      await tx.postSearch.update({ where: { postId: id }, data: row })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect([await found('crane'), await found('heron')]).toEqual([[], [id]])
  })

  test('excludes a deleted user and their posts', async () => {
    const ann = await aViewer({ username: 'ann' })
    await aPost(ann, 'a heron on the pond')
    await transaction((tx) => tx.user.delete({ where: { id: ann.id } }))
    expect(await found('heron')).toEqual([])
    expect([await db.postSearch.count(), await db.userSearch.count()]).toEqual([0, 0])
    expect(await searchPeople(null, parseQuery('ann'))).toEqual([])
  })
})

describe('reindexing [SEA-06]', () => {
  test('restores all rows and is idempotent', async () => {
    const ann = await aViewer({ username: 'ann', displayName: 'Änn Ömer' })
    const ids = [(await aPost(ann, 'heron one')).id, (await aPost(ann, 'heron two #birds')).id]
    const rows = () => db.postSearch.findMany({ orderBy: { postId: 'asc' } })
    const before = await rows()
    await transaction(async (tx) => {
      await tx.postSearch.deleteMany()
      await tx.userSearch.deleteMany()
    })
    expect(await found('heron')).toEqual([])
    for (const _ of [1, 2]) expect(await reindex()).toEqual({ posts: 2, users: 1 })
    expect(await rows()).toEqual(before)
    expect((await found('heron')).sort()).toEqual(ids)
    expect(await searchPeople(null, parseQuery('omer'))).toMatchObject([{ username: 'ann' }])
  })

  test('fills only the rows that a migration left empty', async () => {
    const ann = await aViewer({ username: 'ann' })
    const { id } = await aPost(ann, 'an old heron')
    await aPost(ann, 'a young stork')
    await transaction(async (tx) => {
      await tx.postSearch.update({ where: { postId: id }, data: { sortKey: -id, tokens: '' } })
      await tx.userSearch.updateMany({ data: { tokens: '' } })
    })
    expect([await isIndexIncomplete(), await found('heron'), await found('-x after:2020')]).toEqual([
      true,
      [],
      [id + 1],
    ])
    const now = Date.now()
    expect([await completeSearchIndex(now), await reindex({ onlyMissing: true, deadline: now })]).toEqual([
      false,
      { posts: 0, users: 0 },
    ])
    expect(await isIndexIncomplete()).toBe(true)
    expect(await completeSearchIndex(now + 60_000)).toBe(true)
    expect([await isIndexIncomplete(), await found('heron')]).toEqual([false, [id]])
    expect(await reindex({ onlyMissing: true })).toEqual({ posts: 0, users: 0 })
  })
})

describe('pages', () => {
  test.each([[{}], [{ sort: 'newest' }]])(
    'keep the query and paginate in both directions up to the last result: %j [SEA-03, PAG-07]',
    async (first) => {
      const ann = await aViewer()
      for (let n = 0; n < 7; n++) await aPost(ann, `heron ${n}`)
      const readPages = async (from: Record<string, string>, direction: 'older' | 'newer') => {
        const pages: number[][] = []
        for (let params = from; ; ) {
          const page = await search('heron &x=1', null, params, 3).then(() =>
            search('heron', null, params, 3),
          )
          pages.push(page.items.map(({ id }) => id))
          const next = page[direction]
          if (next === null) return { pages, params }
          params = Object.fromEntries(new URLSearchParams(next))
          expect(params).toMatchObject({ q: 'heron' })
          expect(params.sort).toBe((first as { sort?: string }).sort)
        }
      }
      const down = await readPages(first, 'older')
      expect(down.pages.map((page) => page.length)).toEqual([3, 3, 1])
      expect(new Set(down.pages.flat()).size).toBe(7)
      const up = await readPages(down.params, 'newer')
      expect(up.pages.toReversed()).toEqual(down.pages)
      expect((await search('heron', null, first, 7)).older).toBeNull()
      expect((await search('heron', null, { page: '99' }, 3)).items).toEqual([])
    },
  )
})

test('finds no posts and names of users hidden by a block or a mute [SEC-18]', async () => {
  const [ann, bob] = [await aViewer({ username: 'ann' }), await aViewer({ username: 'bob' })]
  const { id } = await aPost(bob, 'a heron')
  const both = async (viewer: Viewer) => [
    await found('heron', viewer),
    (await searchPeople(viewer, parseQuery('bob'))).length,
  ]
  expect(await both(ann)).toEqual([[id], 1])
  await transaction((tx) => tx.mute.create({ data: { muterId: ann.id, mutedId: bob.id } }))
  expect(await both(ann)).toEqual([[], 0])
  await transaction((tx) => tx.mute.deleteMany())
  await transaction((tx) => tx.block.create({ data: { blockerId: bob.id, blockedId: ann.id } }))
  expect(await both(ann)).toEqual([[], 0])
  expect(await found('heron', bob)).toEqual([id])
})

test('finds people by the prefix of any name, without accents [SEA-01]', async () => {
  const jose = await aUser({ username: 'jo_se', displayName: 'José Íñigo Ortiz' })
  const viewer = await aViewer({ username: 'viewer' })
  for (const text of ['jose', 'jo_s', 'orti', 'íñi', 'ortiz jose', '@jo_se'])
    expect(await searchPeople(viewer, parseQuery(text)), text).toMatchObject([
      { id: jose.id, followedByViewer: false },
    ])
  for (const text of ['rtiz', 'jose -x', 'from:jo_se', '#jose', 'jose zzz'])
    expect(await searchPeople(viewer, parseQuery(text)), text).toEqual([])
  await updateAccount(
    viewer,
    { username: 'renamed', displayName: 'Żółw', email: 'v@example.com', aboutMe: '' },
    null,
  )
  expect(await searchPeople(null, parseQuery('zolw'))).toMatchObject([
    { username: 'renamed', followedByViewer: null },
  ])
  expect(await unknownAuthors(parseQuery('from:nobody -from:jo_se x'))).toEqual(['nobody'])
})

test('accepts naughty strings and operators of query languages without an error [SEA-09]', async () => {
  const ann = await aViewer()
  await aPost(ann, 'a heron AND "a" stork: NOT (OR) NEAR/2 *')
  const operators = [
    '"',
    "'",
    '*',
    ':*',
    'a AND',
    'OR OR',
    'NEAR(a b)',
    'a:b',
    '{a}',
    '^a',
    'a\\',
    "a' & 'b",
    '%_%',
    'from:\0',
  ]
  for (const text of [
    ...naughtyStrings,
    ...operators,
    '京'.repeat(10_000),
    'a '.repeat(5000),
    '-"x"'.repeat(2500),
  ]) {
    const query = parseQuery(text)
    await Promise.all([
      searchPosts(ann, query, searchCursorParams.parse({}), 5),
      searchPeople(ann, query),
      unknownAuthors(query),
    ])
  }
  expect(await found('"a stork" NEAR')).toHaveLength(1)
})

test('highlights matches regardless of accents, and by prefix [SEA-10]', () => {
  const highlighted = (text: string, typed: string) =>
    findHighlights(text, requiredPhrases(parseQuery(typed))).map(({ start, end }) => text.slice(start, end))
  expect(highlighted('The CAFÉ, the cafeteria; decaf', 'cafe')).toEqual(['CAFÉ', 'cafeteria'])
  expect(highlighted('Straße und Strasse', '"strasse"')).toEqual(['Straße', 'Strasse'])
  expect(highlighted('one two, one three', '"one two"')).toEqual(['one two'])
  expect(highlighted('東京都へ', '京都')).toEqual(['京都'])
  expect(highlighted('東京都へ', '京')).toEqual(['京'])
  expect(highlighted('<mark>a</mark> 🎉🎉', '🎉')).toEqual(['🎉🎉'])
})

test('saves and deletes searches per user, idempotently, at most twenty', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  await Promise.all([saveSearch(ann, '#birds'), saveSearch(ann, '#birds')])
  await saveSearch(bob, 'x')
  expect(await listSavedSearches(ann)).toEqual(['#birds'])
  await deleteSavedSearch(ann, '#birds')
  await deleteSavedSearch(ann, '#birds')
  expect(await listSavedSearches(ann)).toEqual([])
  for (let n = 0; n < maxSavedSearches; n++) await saveSearch(ann, `word ${n}`)
  await saveSearch(ann, 'word 0')
  await expect(saveSearch(ann, 'one more')).rejects.toMatchObject({ code: 'conflict' })
  expect(await listSavedSearches(ann)).toHaveLength(maxSavedSearches)
  expect(await listSavedSearches(bob)).toEqual(['x'])
})

test('finds each post once after its time has changed [SEA-07]', async () => {
  const ann = await aViewer()
  for (let n = 0; n < 5; n++) await aPost(ann, `heron ${n}`, { createdAt: new Date(2026, 0, 5 - n) })
  expect(await found('heron')).toHaveLength(5)
  const newest = (await search('heron', null, { sort: 'newest' })).items.map(({ body }) => body)
  expect(newest).toEqual(['heron 0', 'heron 1', 'heron 2', 'heron 3', 'heron 4'])
  const [{ n } = { n: 0 }] = await db.$queryRaw<{ n: number | bigint }[]>(
    Prisma.sql`SELECT COUNT(*) AS n FROM post_search WHERE place >= 0`,
  )
  expect(Number(n)).toBe(5)
})
