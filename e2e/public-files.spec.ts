import { readdirSync } from 'node:fs'
import sharp from 'sharp'
import { expect, test } from './fixtures'

const types: Record<string, string> = {
  'apple-touch-icon.png': 'image/png',
  'favicon.ico': 'image/x-icon',
  'icon-192.png': 'image/png',
  'icon-512.png': 'image/png',
  'icon-maskable-512.png': 'image/png',
  'icon.svg': 'image/svg+xml',
  'manifest.webmanifest': 'application/manifest+json',
  'plain-page.css': 'text/css; charset=utf-8',
  'service-worker.js': 'application/javascript; charset=utf-8',
}

test('tests every file of public/', () => {
  expect(readdirSync(new URL('../public', import.meta.url)).sort()).toEqual(Object.keys(types))
})

for (const [name, type] of Object.entries(types))
  test(`serves ${name} with its type, the security headers and a cache lifetime of one hour [SEC-23]`, async ({
    request,
  }) => {
    const response = await request.get(`/${name}`, { maxRedirects: 0 })
    expect(response.status()).toBe(200)
    // The spelling of UTF-8 depends on the host.
    expect(response.headers()['content-type']?.toLowerCase()).toBe(type)
    expect(response.headers()).toMatchObject({
      'cache-control': 'public, max-age=3600',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    })
    expect(response.headers()['set-cookie']).toBeUndefined()
  })

test('returns the 404 page for names that resemble those of public files', async ({ request }) => {
  for (const path of [
    '/icon',
    '/icon-1.png',
    '/icon.svg.bak',
    '/iconXsvg',
    '/favicon',
    '/robots.txtx',
    '/manifest',
  ]) {
    const response = await request.get(path, { headers: { Accept: 'text/html' } })
    expect(response.status(), path).toBe(404)
    expect(response.headers()['content-security-policy'], path).toContain("object-src 'none'")
    expect(await response.text(), path).toContain('</main>')
  }
})

test('links icons and manifest on every kind of page', async ({ guest, member, guard }) => {
  guard.allow(404)
  for (const page of [guest, member.page])
    for (const path of ['/about', '/posts/2147483647']) {
      await page.goto(path)
      const links = page.locator('link[rel="icon"], link[rel="apple-touch-icon"], link[rel="manifest"]')
      const addresses = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))
      expect(addresses.sort(), path).toEqual(
        ['apple-touch-icon.png', 'favicon.ico', 'icon.svg', 'manifest.webmanifest'].map((name) => `/${name}`),
      )
    }
})

test('lists the icons with their actual sizes in the manifest', async ({ request }) => {
  const { icons } = await (await request.get('/manifest.webmanifest')).json()
  for (const { src, sizes, type } of icons) {
    const response = await request.get(src)
    expect(response.headers()['content-type'], src).toBe(type)
    if (sizes === 'any') continue
    const { width, height } = await sharp(await response.body()).metadata()
    expect(`${width}x${height}`, src).toBe(sizes)
  }
})
