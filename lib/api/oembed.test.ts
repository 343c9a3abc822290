import { beforeEach, expect, test } from 'vitest'
import { deletePost } from '../deletions/mutations'
import { resetLimits } from '../rate-limit/rate-limit'
import { aPost, aViewer } from '../testing/factories'
import { parseXml, readElements } from '../testing/feeds'
import type { Viewer } from '../viewer'
import { oembedResponse } from './oembed'

const origin = 'http://localhost:3000'

let ann: Viewer

beforeEach(async () => {
  await resetLimits()
  ann = await aViewer({ username: 'Ann', displayName: 'Ann & <b>', aboutMe: 'Birds' })
})

const embed = (params: Record<string, string>) =>
  oembedResponse(
    new Request(`${origin}/oembed?${new URLSearchParams(params)}`, { headers: { host: 'localhost:3000' } }),
  )

test('describes a post as HTML without scripts [SYN-06]', async () => {
  const { id, createdAt } = await aPost(ann, 'Hello <script> @ann ]]>')
  const response = await embed({ url: `${origin}/posts/${id}` })
  expect(response.headers.get('content-type')).toBe('application/json')
  const { html, ...rest } = await response.json()
  expect(rest).toEqual({
    version: '1.0',
    type: 'rich',
    title: 'Ann & <b>',
    author_name: 'Ann & <b>',
    author_url: `${origin}/users/Ann`,
    provider_name: 'Roost',
    provider_url: `${origin}/`,
    cache_age: 300,
    width: 550,
    height: 104,
    thumbnail_url: expect.stringMatching(`^${origin}/posts/${id}/preview.png\\?v=[0-9a-f]{16}$`),
    thumbnail_width: 1200,
    thumbnail_height: 630,
  })
  const time = createdAt.toISOString()
  expect(html.replace(/ lang="\w+"/, '')).toBe(
    `<blockquote cite="${origin}/posts/${id}"><p dir="auto">Hello &lt;script&gt; ` +
      `<a href="${origin}/users/ann">@ann</a> ]]&gt;</p><footer>— <a href="${origin}/users/Ann">` +
      `<bdi>Ann &amp; &lt;b&gt; (@Ann)</bdi></a>, <a href="${origin}/posts/${id}">` +
      `<time datetime="${time}">${time.slice(0, 10)}</time></a></footer></blockquote>`,
  )
})

test('describes a user as XML with the same properties as JSON [SYN-06]', async () => {
  const url = `${origin}/users/ann`
  const json = await (await embed({ url, format: 'json' })).json()
  const response = await embed({ url, format: 'xml' })
  expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8')
  const document = parseXml(await response.text())
  const read = readElements(document)
  document.dispose()
  expect(read).toEqual(Object.fromEntries(Object.entries(json).map(([name, value]) => [name, String(value)])))
  expect(read.html).toContain('<p dir="auto">Birds</p>')
})

test('keeps to the space of the consumer [SYN-06]', async () => {
  const { id } = await aPost(ann, 'words '.repeat(40))
  const url = `${origin}/posts/${id}`
  const small = await (await embed({ url, maxwidth: '300', maxheight: '100' })).json()
  expect(small).toMatchObject({ width: 300, height: 100 })
  expect(small).not.toHaveProperty('thumbnail_url')
  expect(await (await embed({ url, maxwidth: 'x' })).json()).toMatchObject({ width: 550 })
})

test('refuses other formats with 501, other addresses with 404 and a missing address with 400 [SYN-06]', async () => {
  const { id } = await aPost(ann, 'Hello')
  const deleted = await aPost(ann, 'Deleted')
  await deletePost(ann, deleted.id)
  expect((await embed({ url: `${origin}/posts/${id}`, format: 'yaml' })).status).toBe(501)
  expect((await embed({})).status).toBe(400)
  for (const url of [
    `https://evil.example/posts/${id}`,
    `http://localhost:3000@evil.example/posts/${id}`,
    `javascript://localhost:3000/posts/${id}`,
    `${origin}/posts/${deleted.id}`,
    `${origin}/posts/${id}/edit`,
    `${origin}/users/nobody`,
    `${origin}/explore`,
    'posts/1',
    '\u0000',
  ])
    expect((await embed({ url })).status, url).toBe(404)
  expect((await embed({ url: `${origin}/posts/${id}?reply=1#post-1` })).status).toBe(200)
})
