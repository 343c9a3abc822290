import { changeRows, readValue } from '../database'
import { expect, expectFieldError, fillLogIn, flash, test } from '../fixtures'
import { password } from '../plain-http'

test('exchanges messages from the profile without JavaScript [MSG-01, MSG-03, MSG-06, MSG-10]', async ({
  member,
  otherMember,
}) => {
  const [mine, theirs] = [member.page, otherMember.page]
  await mine.goto(`/users/${otherMember.username}`)
  await mine.getByRole('link', { name: 'Send private message' }).click()
  await expect(mine).toHaveURL(`/messages/${otherMember.username}`)
  await expect(mine.getByRole('heading', { level: 1 })).toContainText(otherMember.username)
  await mine.getByLabel('Message', { exact: true }).fill('Hello you')
  await mine.getByRole('button', { name: 'Send' }).click()
  await expect(flash(mine, 'is sent')).toBeVisible()
  await expect(mine).toHaveURL(`/messages/${otherMember.username}`)
  await expect(mine.locator('.bubble')).toHaveText([/You: Hello you/])
  await expect(mine.getByLabel('Message', { exact: true })).toHaveValue('')
  await mine.reload()
  await expect(mine.locator('.bubble')).toHaveCount(1)

  await theirs.goto('/messages')
  await expect(theirs.getByRole('link', { name: 'Messages 1 unread' })).toBeVisible()
  await theirs.getByRole('link', { name: /Hello you/ }).click()
  await expect(theirs.locator('.bubble')).toHaveText([/Hello you/])
  // Opening the thread marks nothing as read (MSG-07).
  await theirs.reload()
  await expect(theirs.getByRole('link', { name: 'Messages 1 unread' })).toBeVisible()
  await theirs.getByRole('button', { name: 'Mark as read' }).click()
  await expect(flash(theirs, 'marked as read')).toBeVisible()
  await expect(theirs.locator('[data-unread=messages]')).toHaveAttribute('data-count', '0')
  await expect(theirs.locator('[data-unread=messages]')).toBeHidden()
  await expect(theirs.getByRole('button', { name: 'Mark as read' })).toHaveCount(0)
})

test('marks earlier messages as read on a reply without JavaScript [MSG-06]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await otherMember.page.goto(`/messages/${member.username}`)
  await otherMember.page.getByLabel('Message', { exact: true }).fill('A question')
  await otherMember.page.getByRole('button', { name: 'Send' }).click()
  await page.goto(`/messages/${otherMember.username}`)
  await page.getByLabel('Message', { exact: true }).fill('An answer')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.locator('.bubble')).toHaveText([/A question/, /You: An answer/])
  await expect(page.locator('[data-unread=messages]')).toHaveAttribute('data-count', '0')
})

test('rejects an empty and a long message and keeps the text without JavaScript [MSG-02]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  await page.getByLabel('Message', { exact: true }).fill('   ')
  await page.getByRole('button', { name: 'Send' }).click()
  await expectFieldError(page, 'Message', 'Write something first.')
  await page.getByLabel('Message', { exact: true }).fill('x'.repeat(1001))
  await page.getByRole('button', { name: 'Send' }).click()
  await expectFieldError(page, 'Message', 'Use at most 1000 characters.')
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('x'.repeat(1001))
  expect(
    readValue(
      'SELECT COUNT(*) FROM messages WHERE sender_id = (SELECT id FROM users WHERE username = ?)',
      member.username,
    ),
  ).toBe(0)
})

test('keeps a message after the session expires without JavaScript', async ({ member, otherMember }) => {
  const { page } = member
  await page.goto(`/messages/${otherMember.username}`)
  changeRows(
    'DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE username = ?)',
    member.username,
  )
  await page.getByLabel('Message', { exact: true }).fill('Long thoughts')
  await page.getByRole('button', { name: 'Send' }).click()
  await fillLogIn(page, member.username, password)
  await expect(page).toHaveURL(`/messages/${otherMember.username}`)
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('Long thoughts')
  await page.goto('/messages')
  await page.goto(`/messages/${otherMember.username}`)
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.locator('.bubble')).toHaveText([/Long thoughts/])
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('')
})
