import { beforeEach, expect, test } from 'vitest'
import { transaction } from '../db/db'
import { deletePost } from '../deletions/mutations'
import { suspendMember } from '../moderation/mutations'
import { editPost } from '../posts/mutations'
import { resetLimits } from '../rate-limit/rate-limit'
import { requestDeletion } from '../testing/account-deletion'
import { aPost, aUser, aViewer } from '../testing/factories'
import { parseXml, validateXml } from '../testing/feeds'
import { sitemapIndexResponse, sitemapResponse } from './sitemaps'

beforeEach(resetLimits)

const origin = 'http://localhost:3000'
const newRequest = (headers: Record<string, string> = {}) =>
  new Request(`${origin}/sitemap.xml`, { headers: { host: 'localhost:3000', ...headers } })

/** The paths and times of a valid sitemap. */
async function read(response: Response): Promise<[string, string | undefined][]> {
  const xml = await response.text()
  validateXml(xml, 'sitemap.rng')
  const document = parseXml(xml)
  const entries = document.root.find('*').map((node): [string, string | undefined] => {
    const [loc, lastmod] = node.find('*')
    return [loc?.content.slice(origin.length) ?? '', lastmod?.content]
  })
  document.dispose()
  return entries
}

const pathsOf = async (file: string) =>
  (await read(await sitemapResponse(newRequest(), file))).map(([path]) => path)

test('the index names a sitemap for each range of ids [SYN-08]', async () => {
  const ann = await aViewer({ username: 'Ann' })
  await aPost(ann, 'One')
  const data = { id: 20_001, authorId: ann.id, body: 'Far away' }
  await transaction((tx) => tx.post.create({ data, select: { id: true } }))
  const index = await read(await sitemapIndexResponse(newRequest()))
  expect(index.map(([path]) => path)).toEqual([
    '/sitemaps/pages.xml',
    '/sitemaps/users-1.xml',
    '/sitemaps/posts-1.xml',
    '/sitemaps/posts-2.xml',
    '/sitemaps/posts-3.xml',
  ])
  expect(await pathsOf('pages.xml')).toEqual(['/', '/explore', '/about'])
  expect(await pathsOf('posts-2.xml')).toEqual([])
  expect(await pathsOf('posts-3.xml')).toEqual(['/posts/20001'])
  for (const file of ['posts-4.xml', 'posts-0.xml', 'users-2.xml', 'posts-01.xml', 'posts-1', 'x.xml'])
    expect((await sitemapResponse(newRequest(), file)).status, file).toBe(404)
})

test('sitemaps list what guests see, with the time of the last change [SYN-08]', async () => {
  const ann = await aViewer({ username: 'Ann' })
  const createdAt = new Date('2026-01-02T03:04:05Z')
  const { id } = await aPost(ann, 'One #bird #木', { createdAt })
  const edited = await aPost(ann, 'Two #Bird', { createdAt })
  await editPost(ann, { id: edited.id, body: 'Two, edited #bird' })
  await aUser({ username: 'Bob' })
  const [deleted, leaving, suspended] = [ann, await aViewer(), await aViewer()]
  await deletePost(deleted, (await aPost(deleted, 'Deleted #deleted')).id)
  await aPost(leaving, 'Leaving #leaving')
  await requestDeletion(leaving)
  await aPost(suspended, 'Suspended #suspended')
  await suspendMember(suspended.username)
  const posts = await read(await sitemapResponse(newRequest(), 'posts-1.xml'))
  expect(posts.map(([path]) => path)).toEqual([
    `/posts/${id}`,
    `/posts/${edited.id}`,
    '/tags/bird',
    `/tags/${encodeURIComponent('木')}`,
  ])
  expect(posts[0]?.[1]).toBe(createdAt.toISOString())
  expect(Date.parse(posts[1]?.[1] ?? '')).toBeGreaterThan(createdAt.getTime())
  const users = await read(await sitemapResponse(newRequest(), 'users-1.xml'))
  expect(users).toEqual([
    ['/users/Ann', createdAt.toISOString()],
    ['/users/Bob', expect.any(String)],
  ])
})

test('a tag is only in the sitemap of its first post [SYN-08]', async () => {
  const ann = await aViewer()
  await aPost(ann, 'One #early')
  const tags = { create: ['early', 'late'].map((tag) => ({ tag, createdAt: new Date() })) }
  const data = { id: 10_001, authorId: ann.id, body: '#early #late', tags }
  await transaction((tx) => tx.post.create({ data, select: { id: true } }))
  expect(await pathsOf('posts-2.xml')).toEqual(['/posts/10001', '/tags/late'])
})

test('an unchanged sitemap is 304 [SYN-08]', async () => {
  const etag = (await sitemapResponse(newRequest(), 'pages.xml')).headers.get('etag') ?? ''
  const unchanged = await sitemapResponse(newRequest({ 'If-None-Match': etag }), 'pages.xml')
  expect([unchanged.status, await unchanged.text()]).toEqual([304, ''])
})
