import type { Page } from '@playwright/test'
import { expect, openLive, test } from './fixtures'
import { sendPlainMessages } from './messages'
import { follow, writePost, writeReply } from './plain-http'

const badge = (page: Page, of = 'notifications') => page.locator(`[data-unread=${of}]`)

test('shows new notifications at once, and marks an opened one as read', async ({ member, otherMember }) => {
  const { page } = member
  await openLive(page, '/notifications')
  await expect(page.getByText('Nothing has happened yet')).toBeVisible()
  await follow(otherMember.context.request, member.username)
  const entry = page.getByRole('listitem').filter({ hasText: `${otherMember.username} follows you` })
  await expect(entry.getByRole('button', { name: 'Mark as read' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Mark all as read' })).toBeVisible()

  await entry.getByRole('link').click()
  await expect(page).toHaveURL(`/users/${otherMember.username}`)
  await expect(page.locator('[data-unread=notifications]')).toHaveCSS('visibility', 'hidden')
  await page.goBack()
  await expect(entry).toBeVisible()
  await expect(entry.getByRole('button')).toHaveCount(0)
})

test('shows a notification as unread again after another event', async ({ member, otherMember }) => {
  const { page } = member
  const id = await writePost(member.context.request, 'Answer me twice')
  await writeReply(otherMember.context.request, id, 'Once')
  await openLive(page, '/notifications')
  const button = page.getByRole('main').getByRole('button', { name: 'Mark as read', exact: true })
  await button.click()
  await expect(button).toHaveCount(0)
  await writeReply(otherMember.context.request, id, 'Twice')
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: 'Twice' })).toBeVisible()
  await expect(button).toBeVisible()
})

test('keeps messages out of the notifications: a message raises the badge of Messages only [NOT-13]', async ({
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
