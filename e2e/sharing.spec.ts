import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { expect, test } from './fixtures'
import { sendForm, writePost } from './plain-http'

/** The contents of the meta elements of a page, by property or name. */
async function metaOf(page: Page): Promise<Record<string, string>> {
  const all = await page
    .locator('meta[property], meta[name]')
    .evaluateAll((metas) =>
      metas.map((meta) => [
        meta.getAttribute('property') ?? meta.getAttribute('name'),
        meta.getAttribute('content'),
      ]),
    )
  return Object.fromEntries(all)
}

/** The path and query of an address: the host of the server under test is not in its settings. */
const pathOf = (url: string | undefined) => {
  const { pathname, search } = new URL(url ?? '')
  return pathname + search
}

test('a post has Open Graph data with a picture, which disappears with the post [SYN-07]', async ({
  member,
  guest,
  request,
}) => {
  const id = await writePost(member.context.request, 'A heron in the reeds')
  await guest.goto(`/posts/${id}`)
  const meta = await metaOf(guest)
  expect(meta).toMatchObject({
    'og:type': 'article',
    'og:site_name': 'Roost',
    'og:description': 'A heron in the reeds',
    'og:image:width': '1200',
    'og:image:height': '630',
    'og:image:alt': expect.stringContaining('A heron in the reeds'),
    'twitter:card': 'summary_large_image',
    description: 'A heron in the reeds',
  })
  expect(pathOf(meta['og:url'])).toBe(`/posts/${id}`)
  const path = pathOf(meta['og:image'])
  const response = await request.get(path)
  expect(response.headers()).toMatchObject({
    'content-type': 'image/png',
    'cross-origin-resource-policy': 'cross-origin',
  })
  expect(await sharp(await response.body()).metadata()).toMatchObject({ width: 1200, height: 630 })
  const { etag = '' } = response.headers()
  expect((await request.get(path, { headers: { 'If-None-Match': etag } })).status()).toBe(304)
  await sendForm(member.context.request, `/posts/${id}/delete`, 'id', {})
  expect((await request.get(path)).status()).toBe(404)
})

test('profiles and tags have Open Graph data [SYN-07]', async ({ member, guest, request }) => {
  await writePost(member.context.request, 'One #heron')
  await guest.goto(`/users/${member.username}`)
  const profile = await metaOf(guest)
  expect(profile).toMatchObject({ 'og:type': 'profile', 'profile:username': member.username })
  expect((await request.get(pathOf(profile['og:image']))).headers()['content-type']).toBe('image/png')
  await guest.goto('/tags/heron')
  expect(await metaOf(guest)).toMatchObject({ 'og:title': '#heron', 'twitter:card': 'summary' })
})

test('posts and profiles name their oEmbed address, which describes them [SYN-06]', async ({
  member,
  guest,
  request,
}) => {
  const id = await writePost(member.context.request, 'A heron')
  for (const path of [`/posts/${id}`, `/users/${member.username}`]) {
    await guest.goto(path)
    for (const type of ['application/json+oembed', 'text/xml+oembed']) {
      const href = await guest.locator(`link[rel="alternate"][type="${type}"]`).getAttribute('href')
      const named = new URL(href ?? '')
      const target = new URL(path, guest.url()).href
      expect(pathOf(named.searchParams.get('url') ?? undefined)).toBe(path)
      named.searchParams.set('url', target)
      const response = await request.get(named.pathname + named.search)
      expect(response.status(), href ?? '').toBe(200)
      expect(await response.text()).toContain(member.username)
    }
  }
})
