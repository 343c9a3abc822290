import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startNginx } from '../deploy/nginx/test-nginx'
import { expect, fillSignUp, flash, openLive, postWith, publishPost, test } from './fixtures'
import { needs } from './needs'
import { follow, newAccount, serverOrigin, uniqueName } from './plain-http'
import { temporaryDirectory } from './temporary-directory'

/** A directory as deploy/update.sh makes it, with the hashed files of the build. */
function publishAssets(): string {
  const directory = temporaryDirectory()
  mkdirSync(join(directory, '_next'))
  symlinkSync(fileURLToPath(new URL('../.next/static', import.meta.url)), join(directory, '_next/static'))
  return directory
}

test('nginx serves members and guests over TLS, with its cache for guests, hashed files and live updates [DEP-01]', async ({
  newVisitor,
  otherMember,
}) => {
  needs('reverse proxy')
  const nginx = await startNginx(Number(new URL(serverOrigin()).port), publishAssets())
  try {
    const options = { ignoreHTTPSErrors: true, baseURL: nginx.url }
    const page = await newVisitor(options)
    const redirect = await page.request.get(`${nginx.httpUrl}/about`, { maxRedirects: 0 })
    expect([redirect.status(), redirect.headers().location]).toEqual([301, 'https://localhost/about'])

    const account = newAccount()
    await page.goto('/signup')
    await fillSignUp(page, account)
    await expect(flash(page, `Welcome, ${account.username}!`)).toBeVisible()
    const text = `Through nginx ${uniqueName()}`
    await publishPost(page, text)
    await expect(postWith(page, text)).toBeVisible()
    const cookies = await page.context().cookies()
    expect(cookies.find(({ name }) => name === '__Host-roost.session')).toMatchObject({ secure: true })

    // The badge appears without a reload and before the first poll after 10 s, so the event came through the stream.
    await openLive(page, '/about')
    await follow(otherMember.context.request, account.username)
    await expect(page.locator('[data-unread="notifications"]')).toBeVisible({ timeout: 5000 })

    const home = await page.request.get('/')
    expect(home.headers()['x-cache-status']).toBe('BYPASS')
    const guest = await newVisitor(options)
    // On Explore, posts of other tests would push the post off the first page.
    const profile = () =>
      guest.request.get(`/users/${account.username}`, { headers: { Accept: 'text/html' } })
    // A page is cached for one second: nginx answers a request that follows within that time.
    await expect
      .poll(async () => (await profile()).headers()['x-cache-status'], { intervals: [0] })
      .toBe('HIT')
    const html = await (await profile()).text()
    expect(html).toContain(text)

    const [, asset = ''] = /src="(\/_next\/static\/[^"]+\.js)"/.exec(html) ?? []
    const script = await guest.request.get(asset)
    expect(script.headers()).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      server: 'nginx',
    })
  } finally {
    await nginx.stop()
  }
})
