import type { APIRequestContext, Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { needs } from './needs'
import { writePosts } from './plain-http'

/** Responses with fewer bytes are not compressed. */
const compressionThreshold = 1024

/** The hashed files of a page: scripts, styles, and the fonts that the styles reference. */
async function readAssets(request: APIRequestContext, path: string): Promise<string[]> {
  const html = await (await request.get(path, { headers: { Accept: 'text/html' } })).text()
  const found = [...html.matchAll(/(?:src|href)="(\/_next\/static\/[^"]+)"/g)].map(([, url = '']) => url)
  for (const style of found.filter((url) => url.endsWith('.css')))
    for (const [, url = ''] of (await (await request.get(style)).text()).matchAll(
      /url\(["']?([^"')]+\.woff2)/g,
    ))
      found.push(new URL(url, `http://host${style}`).pathname)
  return [...new Set(found)]
}

test('compresses every text response', async ({ member, guest, guard }) => {
  needs('compression')
  guard.allow(404)
  await writePosts(
    member.context.request,
    [1, 2, 3, 4, 5].map((number) => `${number} ${'long '.repeat(50)}`),
  )
  const pages = ['/', '/explore', '/login', `/users/${member.username}`, '/search?q=one', '/nothing-here']
  const data = ['/data/home', '/data/explore', `/data/users/${member.username}`]
  const compressed = new Set<string>()
  for (const [{ request }, paths] of [
    [guest.context(), [...pages, ...(await readAssets(guest.context().request, '/explore')), '/icon.svg']],
    [member.context, [...pages, ...data, ...(await readAssets(member.context.request, '/'))]],
  ] as const)
    for (const path of paths) {
      for (const headers of [{ Accept: 'text/html' }, { RSC: '1' }] as Record<string, string>[]) {
        const response = await request.get(path, { headers })
        if (path !== '/nothing-here') expect(response.status(), path).toBe(200)
        const { 'content-type': type = '', 'content-encoding': encoding } = response.headers()
        const isText = /text|json|javascript|xml|svg/.test(type)
        if (!isText || (await response.body()).length < compressionThreshold) continue
        compressed.add(path)
        expect(encoding, `${path} ${type}`).toMatch(/^(?:br|gzip)$/)
      }
    }
  // icon.svg is smaller than the threshold.
  expect([...compressed]).toEqual(expect.arrayContaining([...pages, '/data/explore']))
})

test('serves hashed files as immutable with a cache lifetime of one year', async ({ member, guest }) => {
  for (const { request } of [guest.context(), member.context]) {
    const assets = await readAssets(request, '/')
    expect(assets.map((path) => /\.(\w+)$/.exec(path)?.[1])).toEqual(
      expect.arrayContaining(['js', 'css', 'woff2']),
    )
    for (const path of assets)
      expect((await request.get(path)).headers()['cache-control']?.split(/, ?/), path).toEqual([
        'public',
        'max-age=31536000',
        'immutable',
      ])
  }
})

/** The HTML without inline scripts: those of the first document remain after a soft navigation. */
const htmlWithoutScripts = async (page: Page) =>
  (await page.locator('body').innerHTML()).replace(/<script\b[\s\S]*?<\/script>/g, '')

for (const javaScriptEnabled of [true, false])
  test(`shows no personal content on Back after log-out ${javaScriptEnabled ? 'with' : 'without'} JavaScript [SEC-12, SEC-32]`, async ({
    member,
    newVisitor,
  }) => {
    const page = await newVisitor({ javaScriptEnabled })
    await page.context().addCookies(await member.context.cookies())
    await page.addInitScript(() => {
      const replaceState = history.replaceState.bind(history)
      history.replaceState = (...entry) => {
        replaceState(...entry)
        Object.assign(window, { hasWrittenHistory: true })
      }
    })
    await page.goto('/messages')
    await page.goto('/explore')
    await page.getByRole('navigation').getByRole('link', { name: 'Notifications' }).first().click()
    await expect(page).toHaveURL('/notifications')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Notifications')
    await page.getByRole('button', { name: 'Log out' }).click()
    await expect(page.getByRole('link', { name: 'Log in' }).first()).toBeVisible()
    for (const url of ['/login?next=%2Fnotifications', '/explore', '/login?next=%2Fmessages']) {
      // Back may first change the address in the old document, which then loads the new one.
      if (javaScriptEnabled) await page.evaluate(() => Reflect.deleteProperty(window, 'hasWrittenHistory'))
      await page.goBack()
      await expect(page).toHaveURL(url)
      await expect(page.getByRole('link', { name: 'Sign up' }).first()).toBeVisible()
      await expect(page.locator('body')).not.toContainText(member.username)
      expect(await htmlWithoutScripts(page)).not.toContain(member.username)
      // A Back before this would be undone: after hydration, Next's router writes its address into the history.
      if (javaScriptEnabled) await page.waitForFunction(() => 'hasWrittenHistory' in window)
    }
  })
