import type { Locator, Page } from '@playwright/test'
import { readValue } from './database'
import { expect, type Member, openLive, test } from './fixtures'
import { sendPlainMessages, userIdOf } from './messages'
import { needs } from './needs'
import { follow, sendForm, writePost, writeReply } from './plain-http'
import { abortRequests } from './typing'

const badge = (page: Page, of = 'notifications') => page.locator(`[data-unread=${of}]`)
const entries = (page: Page) => page.locator('.notification')
const highlighted = (page: Page) => page.locator('[data-unread-entry]')

const unreadRows = (member: Member) =>
  readValue('SELECT COUNT(*) FROM notifications WHERE user_id = ? AND read_at IS NULL', userIdOf(member))

/** A reply to a post of the member, and a follow. */
async function notifyTwice(member: Member, otherMember: Member): Promise<void> {
  const id = await writePost(member.context.request, 'Answer me')
  await writeReply(otherMember.context.request, id, 'An answer')
  await follow(otherMember.context.request, member.username)
}

test('marks notifications as read when the page is opened, and highlights them while it is open [NOT-12]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await notifyTwice(member, otherMember)
  await openLive(page, '/')
  await expect(badge(page)).toHaveText('2 unread')
  await page.getByRole('link', { name: 'Notifications 2 unread' }).click()
  await expect(badge(page)).toHaveCSS('visibility', 'hidden')
  await expect(page).toHaveTitle(/^Notifications/)
  expect(unreadRows(member)).toBe(0)
  await expect(highlighted(page)).toHaveText([/New: .* follows you/, /New: .* replied to your post/])
  await expect(page.getByRole('button', { name: /^Mark/ })).toHaveCount(0)

  // A later event of another kind neither removes the highlight nor stays unread.
  const id = await writePost(member.context.request, 'Answer me too')
  await writeReply(otherMember.context.request, id, 'Another answer')
  await expect(highlighted(page)).toHaveText([/Another answer/, /follows you/, /An answer/])
  await expect.poll(() => unreadRows(member)).toBe(0)

  await page.reload()
  await expect(entries(page)).toHaveCount(3)
  await expect(highlighted(page)).toHaveCount(0)
})

test('shows new notifications immediately, including new events of a notification that was read', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  const id = await writePost(member.context.request, 'Answer me twice')
  await openLive(page, '/notifications')
  await expect(page.getByText('Nothing has happened yet')).toBeVisible()
  await writeReply(otherMember.context.request, id, 'Once')
  await expect(highlighted(page)).toHaveText([/Once/])
  await expect.poll(() => unreadRows(member)).toBe(0)
  await openLive(page, '/notifications')
  await expect(entries(page)).toHaveText([/Once/])
  await expect(highlighted(page)).toHaveCount(0)
  await writeReply(otherMember.context.request, id, 'Twice')
  await expect(highlighted(page)).toHaveText([/Twice/])
  await expect.poll(() => unreadRows(member)).toBe(0)
})

test('marks nothing as read for a prefetch, a plain request or a hidden tab [NOT-12]', async ({
  member,
  otherMember,
}) => {
  // Hidden tabs do not poll.
  needs('streams')
  const { page } = member
  await notifyTwice(member, otherMember)
  const { request } = member.context
  const variants: Record<string, string>[] = [
    { accept: 'text/html' },
    { rsc: '1' },
    { rsc: '1', 'next-router-prefetch': '1' },
  ]
  for (const headers of variants)
    expect((await request.get('/notifications?kind=reply', { headers })).status()).toBe(200)
  await page.addInitScript(() => {
    const state = { visible: false }
    Object.defineProperty(document, 'visibilityState', { get: () => (state.visible ? 'visible' : 'hidden') })
    Object.assign(window, { look: state })
  })
  await page.goto('/notifications')
  // A live entry in the list proves that the effects of the page have run.
  const id = await writePost(request, 'In the background')
  await writeReply(otherMember.context.request, id, 'Behind')
  await expect(highlighted(page)).toHaveText([/Behind/, /follows you/, /An answer/])
  expect(unreadRows(member)).toBe(3)
  await page.evaluate(() => {
    Object.assign((window as unknown as { look: object }).look, { visible: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect(badge(page)).toHaveCSS('visibility', 'hidden')
  expect(unreadRows(member)).toBe(0)
  await expect(highlighted(page)).toHaveCount(3)
})

test('marks one kind as read on its filtered page, and the other kinds on the unfiltered page [NOT-12]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await notifyTwice(member, otherMember)
  await openLive(page, '/notifications?kind=follow')
  await expect(badge(page)).toHaveText('1 unread')
  await expect(highlighted(page)).toHaveText([/follows you/])
  await page.getByRole('link', { name: 'All', exact: true }).click()
  await expect(highlighted(page)).toHaveText([/An answer/])
  await expect(entries(page)).toHaveCount(2)
  await expect(badge(page)).toHaveCSS('visibility', 'hidden')
})

test('retries marking notifications as read after a failed request, without showing an error [NOT-12]', async ({
  member,
  otherMember,
}) => {
  needs('streams')
  const { page } = member
  await notifyTwice(member, otherMember)
  await abortRequests(page)
  const failed = page.waitForEvent('requestfailed', (request) => request.method() === 'POST')
  await openLive(page, '/notifications')
  await failed
  await expect(badge(page)).toHaveText('2 unread')
  await expect(page.getByRole('alert').filter({ hasText: 'Not sent.' })).toHaveCount(0)
  await page.unrouteAll()
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect(badge(page)).toHaveCSS('visibility', 'hidden')
  expect(unreadRows(member)).toBe(0)
})

test('increments only the Messages badge for a message, and creates no notification [NOT-13]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await openLive(page, '/notifications')
  await sendPlainMessages(otherMember.context.request, member.username, 'Between us')
  await expect(badge(page, 'messages')).toHaveText('1 unread')
  await expect(page).toHaveTitle(/^\(1\) Notifications/)
  await expect(badge(page)).toHaveCSS('visibility', 'hidden')
  await expect(page.getByText('Nothing has happened yet')).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Kinds' }).getByRole('link')).toHaveText([
    'All',
    'Replies',
    'Mentions',
    'Likes',
    'Follows',
    'Exports',
  ])
  await page.locator('summary', { hasText: 'Notification settings' }).click()
  await expect(page.getByRole('checkbox')).toHaveCount(5)
  const signals = await (await member.context.request.get('/notifications?since=0')).json()
  expect(signals.map(({ name }: { name: string }) => name)).toEqual(['message', 'unread_message_count'])
})

async function boxOf(part: Locator) {
  const box = await part.boundingBox()
  if (!box) throw new Error('the element has no box')
  return box
}

for (const width of [360, 1280])
  test(`lays out a notification in about 72 pixels, with icon, text and time side by side, at ${width} pixels`, async ({
    member,
    otherMember,
  }) => {
    const { page } = member
    const displayName = 'W'.repeat(50)
    await sendForm(otherMember.context.request, '/account', 'displayName', { displayName })
    await notifyTwice(member, otherMember)
    const id = await writePost(member.context.request, 'Answer at length')
    await writeReply(otherMember.context.request, id, 'A long answer '.repeat(18))
    await page.setViewportSize({ width, height: 800 })
    await page.goto('/notifications')
    await expect(entries(page)).toHaveCount(3)
    for (const entry of await entries(page).all()) {
      const row = await boxOf(entry)
      const icon = await boxOf(entry.locator(':scope > .icon'))
      const sentence = await boxOf(entry.locator('p').first())
      const time = await boxOf(entry.locator('time'))
      expect(row.height).toBeGreaterThanOrEqual(56)
      expect(row.height).toBeLessThanOrEqual(73)
      expect(icon.x + icon.width).toBeLessThan(sentence.x)
      expect(time.x).toBeGreaterThanOrEqual(sentence.x + sentence.width)
      expect(Math.abs(time.y + time.height / 2 - sentence.y - sentence.height / 2)).toBeLessThan(4)
    }
    // The whole row is a link.
    const [last] = await entries(page).all()
    await last?.click({ position: { x: 8, y: 8 } })
    await expect(page).toHaveURL(/\/posts\/\d+$/)
  })
