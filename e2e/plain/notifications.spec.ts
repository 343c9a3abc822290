import { expect, flash, test } from '../fixtures'
import { sendPlainMessages } from '../messages'
import { follow, sendForm } from '../plain-http'

test('lists, marks, filters and configures notifications without JavaScript [NOT-01, NOT-05, NOT-12]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await follow(otherMember.context.request, member.username)
  await page.goto('/')
  await page.getByRole('link', { name: 'Notifications 1 unread' }).click()
  const entry = page.getByRole('listitem').filter({ hasText: `${otherMember.username} follows you` })
  await expect(entry.getByRole('link')).toHaveAttribute('href', `/users/${otherMember.username}`)

  // Opening the page marks nothing as read: without JavaScript that would be a side effect of a GET request.
  await entry.getByRole('link').click()
  await page.goto('/notifications')
  await expect(page.locator('[data-unread="notifications"]')).toHaveText('1 unread')
  await entry.getByRole('button', { name: 'Mark as read' }).click()
  await expect(flash(page, 'Marked as read.')).toBeVisible()
  await expect(entry.getByRole('button')).toHaveCount(0)
  await expect(page.locator('[data-unread="notifications"]')).toHaveCSS('visibility', 'hidden')

  await page.getByRole('navigation', { name: 'Kinds' }).getByRole('link', { name: 'Likes' }).click()
  await expect(page.getByText('Nothing of this kind yet')).toBeVisible()

  await page.locator('summary', { hasText: 'Notification settings' }).click()
  await page.getByRole('checkbox', { name: 'Follows' }).uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your notification settings are saved.')).toBeVisible()
  await page.locator('summary', { hasText: 'Notification settings' }).click()
  await expect(page.getByRole('checkbox', { name: 'Follows' })).not.toBeChecked()
  await expect(page.getByRole('checkbox', { name: 'Likes' })).toBeChecked()

  // Unfollows and follows again, which no longer creates a notification.
  await sendForm(otherMember.context.request, `/users/${member.username}`, 'username', {})
  await follow(otherMember.context.request, member.username)
  await page.goto('/notifications')
  await expect(page.getByText('Nothing has happened yet')).toBeVisible()
})

test('marks all notifications as read with one button without JavaScript [NOT-12]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await follow(otherMember.context.request, member.username)
  await page.goto('/notifications')
  await expect(page.locator('[data-unread-entry]')).toHaveCount(1)
  await page.getByRole('button', { name: 'Mark all as read' }).click()
  await expect(flash(page, 'Marked as read.')).toBeVisible()
  await expect(page.locator('[data-unread-entry]')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Mark all as read' })).toHaveCount(0)
})

test('increments only the Messages badge for a message without JavaScript [NOT-13]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await sendPlainMessages(otherMember.context.request, member.username, 'Between us')
  await page.goto('/notifications')
  await expect(page.getByRole('link', { name: 'Messages 1 unread' })).toBeVisible()
  await expect(page.locator('[data-unread=notifications]')).toHaveCSS('visibility', 'hidden')
  await expect(page.getByText('Nothing has happened yet')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Mark all as read' })).toHaveCount(0)
  await page.goto('/notifications?kind=message')
  await expect(page.getByText('Nothing has happened yet')).toBeVisible()
})
