import type { APIRequestContext, Page } from '@playwright/test'
import { parseAtomFeed, parseJsonFeed } from 'feedsmith'
import { readValue } from './database'
import { expect, test } from './fixtures'
import { isServerless, target } from './needs'
import { sendForm, uniqueName, writePost } from './plain-http'

const alternates = (page: Page) =>
  page.locator('link[rel="alternate"][type$="+xml"], link[rel="alternate"][type$="feed+json"]')

/** The feeds that the open page links for feed readers, by media type. */
async function feedsOf(page: Page): Promise<Record<string, string>> {
  const links = await alternates(page).evaluateAll((all) =>
    (all as HTMLLinkElement[]).map(({ type, href }) => [type, href] as const),
  )
  return Object.fromEntries(links.filter(([type]) => !type.includes('oembed')))
}

/** The page of each feed that begins with a post. */
function beginningWith(id: number, feeds: Record<string, string>): Record<string, string> {
  const at = Date.parse(String(readValue('SELECT created_at FROM posts WHERE id = ?', id)))
  return Object.fromEntries(
    Object.entries(feeds).map(([type, url]) => [type, `${url}?before=${at}-${id + 1}`]),
  )
}

async function readFeeds(request: APIRequestContext, feeds: Record<string, string>) {
  const [atom, json] = await Promise.all(
    [feeds['application/atom+xml'], feeds['application/feed+json']].map((url) => request.get(url as string)),
  )
  for (const [response, type] of [
    [atom, 'application/atom+xml; charset=utf-8'],
    [json, 'application/feed+json; charset=utf-8'],
  ] as const) {
    expect(response?.status()).toBe(200)
    expect(response?.headers()).toMatchObject({
      'content-type': type,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    })
    expect(response?.headers()['set-cookie']).toBeUndefined()
  }
  const urls = parseAtomFeed(await (atom as NonNullable<typeof atom>).text()).entries?.map(({ id }) => id)
  const items = parseJsonFeed(await (json as NonNullable<typeof json>).json()).items?.map(({ id }) => id)
  expect(urls).toEqual(items)
  return (urls ?? []).map((url) => new URL(url ?? '').pathname)
}

test('pages have links to their feeds in the head and in the body, for guests and members [SYN-05]', async ({
  member,
  guest,
  request,
}) => {
  const tag = uniqueName()
  const id = await writePost(member.context.request, `A heron #${tag}`)
  for (const page of [guest, member.page])
    for (const path of [
      `/users/${member.username}`,
      `/users/${member.username}/likes`,
      `/tags/${tag}`,
      '/explore',
      `/search?q=%23${tag}`,
    ]) {
      await page.goto(path)
      const feeds = await feedsOf(page)
      // Other tests create posts at the same time.
      const stable = path === '/explore' ? beginningWith(id, feeds) : feeds
      expect(await readFeeds(request, stable), path).toContain(`/posts/${id}`)
      const link = page.getByRole('main').getByRole('link', { name: 'Web feed', exact: true })
      await expect(link).toHaveAttribute('href', new RegExp(String.raw`/feed\.xml(\?q=%23${tag})?$`))
      const href = (await link.getAttribute('href')) as string
      expect(new URL(href, page.url()).href, path).toBe(feeds['application/atom+xml'])
    }
  await guest.goto('/')
  expect(Object.values(await feedsOf(guest)).map((url) => new URL(url).pathname)).toEqual([
    '/explore/feed.xml',
    '/explore/feed.json',
  ])
})

test('a feed is the same for members and guests, and follows edits and deletions at once [SYN-02]', async ({
  member,
  request,
}) => {
  const path = `/users/${member.username}/feed.xml`
  const id = await writePost(member.context.request, 'First words')
  const read = async (from: APIRequestContext) => (await from.get(path)).text()
  // A shared cache may store it for a second. Without one, each response is current.
  const has = async (words: string) => (await read(request)).includes(words)
  const expectWords = async (words: string, expected = true) => {
    if (target) await expect.poll(() => has(words), { timeout: 1000 }).toBe(expected)
    else expect(await has(words), words).toBe(expected)
  }
  await expectWords('First words')
  expect(await read(member.context.request)).toBe(await read(request))
  await sendForm(member.context.request, `/posts/${id}/edit`, 'body', { body: 'Second words' })
  await expectWords('Second words')
  await sendForm(member.context.request, `/posts/${id}/delete`, 'id', {})
  await expectWords('Second words', false)
})

test('a feed answers conditional requests and HEAD, and is compressed [SYN-03]', async ({
  member,
  request,
}) => {
  await writePost(member.context.request, 'herons '.repeat(30))
  await writePost(member.context.request, 'egrets '.repeat(30))
  for (const extension of ['xml', 'json']) {
    const path = `/users/${member.username}/feed.${extension}`
    const whole = await request.get(path, { headers: { 'Accept-Encoding': 'gzip' } })
    const { etag = '', 'last-modified': lastModified = '', ...headers } = whole.headers()
    expect(Date.parse(lastModified)).toBeGreaterThan(Date.now() - 60_000)
    expect(headers['cache-control']).toBe('public, max-age=0, s-maxage=1')
    if (!isServerless) expect(headers['content-encoding']).toBe('gzip')
    for (const from of [request, member.context.request]) {
      for (const [name, value] of [
        ['If-None-Match', etag],
        ['If-Modified-Since', lastModified],
      ] as const) {
        const unchanged = await from.get(path, { headers: { [name]: value } })
        expect([unchanged.status(), (await unchanged.body()).length]).toEqual([304, 0])
      }
      const head = await from.head(path)
      expect([head.status(), head.headers().etag, (await head.body()).length]).toEqual([200, etag, 0])
    }
  }
})

test('a missing feed is 404, and a feed refuses other methods [SYN-01]', async ({ request }) => {
  for (const path of ['/users/nobody_at_all/feed.xml', '/search/feed.json', '/search/feed.xml?q=-x'])
    expect((await request.get(path)).status(), path).toBe(404)
  expect((await request.post('/explore/feed.xml')).status()).toBe(405)
})
