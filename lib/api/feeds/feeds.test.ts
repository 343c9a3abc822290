import { beforeEach, expect, test } from 'vitest'
import { deletePost } from '../../deletions/mutations'
import { editPost } from '../../posts/mutations'
import { resetLimits } from '../../rate-limit/rate-limit'
import { requestDeletion } from '../../testing/account-deletion'
import { aPost, aViewer } from '../../testing/factories'
import { fetchFeed, idsOf, type Load, origin, readAtom, readJson } from '../../testing/feeds'
import type { Viewer } from '../../viewer'
import { allPostsFeed, searchFeed, tagPostsFeed, userFeed } from './sources'

let ann: Viewer

beforeEach(async () => {
  await resetLimits()
  ann = await aViewer({ username: 'Ann', displayName: 'Ann & Co', aboutMe: 'Birds <b>' })
})

const annsPosts: Load = (params) => userFeed('ann', params)

test('an Atom entry has the text as HTML with absolute links, author, language, times and the parent [SYN-01]', async () => {
  const first = await aPost(ann, 'Hello @ann, see #Bird https://example.com/?a=1&b=2\n<b>]]>')
  const reply = await aPost(ann, 'Das ist eine Antwort auf den Beitrag von gestern', { replyTo: first.id })
  await editPost(ann, { id: reply.id, body: 'Das ist die andere Antwort auf den Beitrag von gestern' })
  const { entries = [], ...feed } = await readAtom(annsPosts)
  expect(feed).toMatchObject({
    id: `${origin}/users/Ann`,
    title: { value: 'Ann & Co (@Ann)' },
    subtitle: { value: 'Birds <b>' },
    icon: `${origin}/avatars/${ann.id}.svg`,
    updated: entries[0]?.updated,
  })
  expect(entries[0]).toMatchObject({
    id: `${origin}/posts/${reply.id}`,
    published: reply.createdAt.toISOString(),
    authors: [{ name: 'Ann & Co (@Ann)', uri: `${origin}/users/Ann` }],
    thr: { inReplyTos: [{ ref: `${origin}/posts/${first.id}` }] },
    xml: { lang: 'de' },
  })
  expect(Date.parse(entries[0]?.updated ?? '')).toBeGreaterThanOrEqual(reply.createdAt.getTime())
  expect(entries[1]?.title?.value).toBe('Hello @ann, see #Bird https://example.com/?a=1&b=2 <b>]]>')
  const content = entries[1]?.content?.value ?? ''
  expect(content.replace(/ lang="\w+"/, '')).toBe(
    `<p dir="auto">Hello <a href="${origin}/users/ann">@ann</a>, see <a href="${origin}/tags/bird">#Bird</a> ` +
      '<a href="https://example.com/?a=1&amp;b=2" rel="nofollow ugc">https://example.com/?a=1&amp;b=2</a><br/>' +
      '&lt;b&gt;]]&gt;</p>',
  )
})

test('a JSON feed has the same posts with authors, tags, language and times [SYN-01]', async () => {
  const { id, createdAt } = await aPost(ann, 'Das ist ein Beitrag über #Vögel und ihre Nester im Garten')
  const feed = await readJson(annsPosts)
  expect(feed).toMatchObject({
    title: 'Ann & Co (@Ann)',
    home_page_url: `${origin}/users/Ann`,
    feed_url: `${origin}/users/Ann/feed.json`,
    authors: [{ name: 'Ann & Co (@Ann)', url: `${origin}/users/Ann` }],
  })
  expect(feed.items).toMatchObject([
    {
      url: `${origin}/posts/${id}`,
      date_published: createdAt.toISOString(),
      tags: ['vögel'],
      language: 'de',
    },
  ])
  expect(feed.items[0]).not.toHaveProperty('date_modified')
})

test('feeds of users, tags, searches and all posts have their posts only [SYN-01]', async () => {
  const bob = await aViewer({ username: 'Bob' })
  const { id: tagged } = await aPost(ann, 'A heron #Birds')
  const { id: other } = await aPost(bob, 'A heron without a tag')
  expect(await idsOf(annsPosts)).toEqual([tagged])
  expect(await idsOf((params) => tagPostsFeed('BIRDS', params))).toEqual([tagged])
  expect(await idsOf(allPostsFeed)).toEqual([other, tagged])
  expect(await idsOf(searchFeed, '?q=heron+from:bob')).toEqual([other])
  expect((await readAtom(searchFeed, '?q=heron+%3Cb%3E')).title?.value).toBe('heron <b> - Roost')
})

test.each([
  ['a user who does not exist', (params: URLSearchParams) => userFeed('nobody', params)],
  ['a search without a query', searchFeed],
])('answers 404 for %s [SYN-01]', async (_, load) => {
  const response = await fetchFeed(load, 'atom')
  expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store'])
})

test('an edit, a deletion and a hidden account apply to the next request [SYN-02]', async () => {
  const [one, two] = [await aPost(ann, 'One #bird'), await aPost(ann, 'Two #bird')]
  await editPost(ann, { id: one.id, body: 'Changed #bird' })
  const loads: [Load, string][] = [
    [annsPosts, ''],
    [(params) => tagPostsFeed('bird', params), ''],
    [allPostsFeed, ''],
    [searchFeed, '?q=bird'],
  ]
  for (const [load, query] of loads) {
    expect((await readJson(load, query)).items[1]).toMatchObject({
      content_html: expect.stringContaining('Changed'),
      date_modified: expect.any(String),
    })
  }
  await deletePost(ann, two.id)
  for (const [load, query] of loads) expect(await idsOf(load, query)).toEqual([one.id])
  await requestDeletion(ann)
  expect((await fetchFeed(annsPosts, 'atom')).status).toBe(404)
  for (const [load, query] of loads.slice(1)) expect(await idsOf(load, query)).toEqual([])
})

test('never contains an email address or its digest [SYN-02]', async () => {
  await aPost(ann, 'Hello')
  for (const format of ['atom', 'json'] as const) {
    const text = await (await fetchFeed(annsPosts, format)).text()
    expect(text).not.toMatch(/example\.com|gravatar/)
  }
})

test('answers 304 to both validators, until a post is edited [SYN-03]', async () => {
  const post = await aPost(ann, 'Hello', { createdAt: new Date('2026-01-02T03:04:05Z') })
  for (const format of ['atom', 'json'] as const) {
    const { headers } = await fetchFeed(annsPosts, format)
    expect(headers.get('last-modified')).toBe('Fri, 02 Jan 2026 03:04:05 GMT')
    const etag = headers.get('etag') ?? ''
    const again = await fetchFeed(annsPosts, format, '', { 'If-None-Match': `"x", ${etag}` })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    const since = { 'If-Modified-Since': 'Fri, 02 Jan 2026 03:04:05 GMT' }
    expect((await fetchFeed(annsPosts, format, '', since)).status).toBe(304)
  }
  const before = await fetchFeed(annsPosts, 'atom')
  await editPost(ann, { id: post.id, body: 'Hello again' })
  const conditions = {
    'If-None-Match': before.headers.get('etag') ?? '',
    'If-Modified-Since': before.headers.get('last-modified') ?? '',
  }
  expect((await fetchFeed(annsPosts, 'atom', '', conditions)).status).toBe(200)
})

test('limits requests by address [SEC-30]', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.7' }
  const request = () => fetchFeed(async () => null, 'atom', '', headers)
  for (let count = 0; count < 600; count += 1) await request()
  const refused = await request()
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
})
