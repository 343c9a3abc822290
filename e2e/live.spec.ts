import type { Locator, Page } from '@playwright/test'
import { expect, fillSignUp, openLive, test } from './fixtures'
import { HttpMember } from './http-member'
import { isCluster, needs } from './needs'
import { startOwnServer } from './own-server'
import { follow, logIn, newAccount, sendForm, uniqueName, writePost } from './plain-http'

const badge = (page: Page, of = 'notifications') => page.locator(`[data-unread="${of}"]`)

/** Records in the page when the badge changes first: `expect` looks for changes up to a second later. */
function recordChange(place: Locator): Promise<void> {
  return place.evaluate((element) => {
    const observer = new MutationObserver(() => {
      observer.disconnect()
      Object.assign(window, { changedAt: Date.now() })
    })
    observer.observe(element, { attributes: true })
  })
}

test('updates badge and title in every tab within a second, and clears them when everything is read [NOT-01, NOT-02, NOT-09]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await openLive(page, '/')
  await expect(badge(page)).toBeAttached()
  await expect(badge(page)).toHaveCSS('visibility', 'hidden')
  const title = await page.title()

  await recordChange(badge(page))
  const before = Date.now()
  await follow(otherMember.context.request, member.username)
  const answered = Date.now()
  await expect(badge(page)).toBeVisible()
  const shown = await page.evaluate(() => (window as unknown as { changedAt: number }).changedAt)
  const latency = shown - answered
  expect(latency).toBeLessThan(1000)
  test.info().annotations.push({ type: 'badge after ms', description: `${latency} of ${shown - before}` })
  await expect(badge(page)).toHaveText('1 unread')
  await expect(page).toHaveTitle(`(1) ${title}`)
  await expect(page.getByRole('link', { name: 'Notifications 1 unread' })).toBeVisible()

  const second = await member.context.newPage()
  await second.goto('/about')
  await expect(badge(second)).toHaveText('1 unread')
  await expect(second).toHaveTitle(/^\(1\) About/)
  // Opening the notifications in one tab marks them as read in every tab.
  await second.getByRole('link', { name: 'Notifications 1 unread' }).click()
  await expect(second).toHaveTitle(/^Notifications/)
  await expect(badge(second)).toHaveCSS('visibility', 'hidden')
  await expect(badge(page)).toHaveCSS('visibility', 'hidden')
  await expect(page).toHaveTitle(title)
})

test('shares one connection between ten tabs and delivers events to all', async ({ member, otherMember }) => {
  const tabs = [member.page]
  for (let more = 0; more < 9; more++) tabs.push(await member.context.newPage())
  for (const tab of tabs) await openLive(tab, '/about')
  await follow(otherMember.context.request, member.username)
  for (const tab of tabs) await expect(badge(tab)).toHaveText('1 unread')
  for (const tab of tabs.slice(5)) await tab.close()
  await sendForm(otherMember.context.request, `/users/${member.username}`, 'username', {})
  for (const tab of tabs.slice(0, 5)) await expect(badge(tab)).toHaveCSS('visibility', 'hidden')
})

test('delivers events that occur between rendering and connecting exactly once', async ({
  member,
  otherMember,
}) => {
  needs('streams')
  const { page } = member
  let held: (() => void) | undefined
  await page.route('**/data/stream*', async (route) => {
    await new Promise<void>((go) => {
      held = go
    })
    await route.continue()
  })
  // Use the home feed, which does not contain posts of other tests.
  await follow(member.context.request, otherMember.username)
  await page.goto('/')
  await expect.poll(() => held).toBeTruthy()
  await writePost(otherMember.context.request, 'In between')
  await follow(otherMember.context.request, member.username)
  held?.()
  await expect(badge(page)).toHaveText('1 unread')
  await expect(page.getByRole('link', { name: '1 new post', exact: true })).toBeVisible()
})

test('ends a stream when its session is revoked in another browser [SEC-19]', async ({
  member,
  newVisitor,
}) => {
  const other = await newVisitor()
  await logIn(other.context().request, member)
  await openLive(other, '/about')
  const ended = other.evaluate(
    () =>
      new Promise((done) => {
        const stream = new EventSource('/data/stream')
        stream.addEventListener('hello', () => document.body.setAttribute('data-open', ''))
        stream.addEventListener('end', () => done('ended'))
      }),
  )
  await expect(other.locator('body[data-open]')).toBeAttached()
  await sendForm(member.context.request, '/account/security', 'session', { session: 'others' })
  expect(await ended).toBe('ended')
})

test('sends the stream uncompressed and uncached, and 401 as JSON to a guest', async ({
  member,
  guard,
  guest,
}) => {
  needs('streams')
  guard.allow(401)
  await member.page.goto('/about')
  const headers = await member.page.evaluate(async () => {
    const leave = new AbortController()
    const response = await fetch('/data/stream', { signal: leave.signal })
    const found = Object.fromEntries(response.headers)
    leave.abort()
    return found
  })
  expect(headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'private, no-store, no-transform',
  })
  // nginx obeys this header and removes it.
  expect(headers['x-accel-buffering']).toBe(isCluster ? undefined : 'no')
  expect(headers).not.toHaveProperty('content-encoding')
  const refusal = await guest.request.get('/data/stream')
  expect([refusal.status(), await refusal.json()]).toEqual([401, { error: 'unauthenticated' }])
  expect((await guest.request.head('/data/stream')).status()).toBe(405)
})

test.describe('GET /notifications [NOT-03]', () => {
  test('returns JSON for since or an Accept header that prefers JSON, and otherwise the page', async ({
    member,
    otherMember,
    guest,
  }) => {
    await follow(otherMember.context.request, member.username)
    const { request } = member.context
    const response = await request.get('/notifications?since=0')
    expect(response.headers()).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'private, no-store',
    })
    const all = await response.json()
    expect(all).toEqual([{ name: 'unread_notification_count', data: 1, timestamp: expect.any(Number) }])
    expect(await (await request.get(`/notifications?since=${all[0].timestamp}`)).json()).toEqual([])
    for (const since of ['', 'x', '-1', '1e999', "1'--"])
      expect(await (await request.get(`/notifications?since=${encodeURIComponent(since)}`)).json()).toEqual(
        all,
      )
    expect(
      await (await request.get('/notifications', { headers: { accept: 'application/json' } })).json(),
    ).toEqual(all)
    const page = await request.get('/notifications', {
      headers: { accept: 'text/html,application/json;q=0.9' },
    })
    expect(page.headers()['content-type']).toContain('text/html')
    const refusal = await guest.request.get('/notifications?since=0')
    expect([refusal.status(), await refusal.json()]).toEqual([401, { error: 'unauthenticated' }])
  })
})

test.describe('without streams', () => {
  test.describe.configure({ timeout: 300_000 })

  test('polls on visible pages only, continues after errors, and stops with the session [NOT-02, NOT-07, NOT-08, NOT-11]', async ({
    newVisitor,
    guard,
  }) => {
    guard.allow(401, 500)
    const server = await startOwnServer(undefined, {
      LIVE: 'poll',
    })
    try {
      const page = await newVisitor({ baseURL: server.url })
      const ann = newAccount()
      await page.goto('/signup')
      await fillSignUp(page, ann)
      await expect(badge(page)).toBeAttached()
      const bob = await HttpMember.signUp(server.url, uniqueName())
      await page.clock.install()
      const polls: string[] = []
      page.on('request', (request) => {
        const address = new URL(request.url())
        if (address.searchParams.has('since')) polls.push(address.search)
      })
      const polled = () => page.waitForResponse((response) => response.url().includes('since='))
      const advance = (seconds: number) => page.clock.runFor(seconds * 1000)
      await Promise.all([polled(), page.goto('/')])
      expect(polls).toEqual(['?since=0'])

      let failing = true
      await page.route('**/notifications?since=*', (route) =>
        failing ? route.fulfill({ status: 500, body: 'broken' }) : route.continue(),
      )
      for (let failures = 0; failures < 3; failures++) await Promise.all([polled(), advance(10)])
      failing = false
      await bob.follow(ann.username)
      await Promise.all([polled(), advance(10)])
      await expect(badge(page)).toHaveText('1 unread')
      await expect(page.locator('dialog[open]')).toHaveCount(0)
      await Promise.all([polled(), advance(10)])
      expect(polls.at(-1)).toMatch(/^\?since=1\d{9}\.\d+$/)

      await setVisibility(page, 'hidden')
      const when = polls.length
      await advance(60)
      expect(polls.length).toBe(when)
      await Promise.all([polled(), setVisibility(page, 'visible')])

      await page.context().clearCookies()
      const refused = page.waitForResponse((response) => response.status() === 401)
      await Promise.all([refused, advance(10)])
      const last = polls.length
      await advance(60)
      expect(polls.length).toBe(last)
    } finally {
      await server.stop()
    }
  })
})

/** Simulates a visible or hidden page. */
const setVisibility = (page: Page, state: 'visible' | 'hidden') =>
  page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now })
    document.dispatchEvent(new Event('visibilitychange'))
  }, state)
