import type { Page } from '@playwright/test'
import { changeRows, readValue } from './database'
import { expect, expectFieldError, fillLogIn, flash, openLive, test } from './fixtures'
import { receiveMail } from './mail'
import { messageTexts, sendPlainMessages } from './messages'
import { follow, logIn, writePost, writeReply } from './plain-http'
import { waitForHydration } from './typing'

/** The status of a guest page after a change: the expected one, or that of the first request a second after the change. */
async function statusWithinASecond(guest: Page, path: string, expected: number): Promise<number | undefined> {
  const changed = performance.now()
  for (;;) {
    const started = performance.now()
    const status = (await guest.goto(path))?.status()
    if (status === expected || started > changed + 1000) return status
  }
}

test('hides the account after the password, and restores it with one button', async ({
  member,
  otherMember,
  guest,
  guard,
}) => {
  guard.allow(404)
  const { page, username, password } = member
  const id = await writePost(member.context.request, 'Soon gone')
  await follow(otherMember.context.request, username)
  await guest.goto(`/users/${username}`)
  await expect(guest.getByRole('article')).toContainText('Soon gone')

  await page.goto('/account/data')
  await page.getByRole('link', { name: 'Delete account…' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Delete account')
  await expect(page.getByRole('listitem').filter({ hasText: '14 days' })).toBeVisible()
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expectFieldError(page, 'Current password', 'Enter your current password')
  await page.getByLabel('Current password').fill('four tall storks')
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expectFieldError(page, 'Current password', 'That is not')
  await page.getByLabel('Current password').fill(password)
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expect(flash(page, 'Your account will be deleted on')).toBeVisible()
  expect((await receiveMail(member.email)).subject).toBe('Your account will be deleted')
  await page.goto('/account')
  await expect(page).toHaveURL(/\/login\?next=/)

  for (const path of [`/users/${username}`, `/posts/${id}`]) {
    expect(await statusWithinASecond(guest, path, 404)).toBe(404)
    expect((await otherMember.page.goto(path))?.status()).toBe(404)
  }

  await page.goto('/login')
  await fillLogIn(page, username, password)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Your account will be deleted on /)
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(flash(page, 'You are logged out.')).toBeVisible()
  await page.goto('/account/keep')
  await expect(page).toHaveURL('/login')
  // Hydration restores the name that was submitted before.
  await waitForHydration(page.getByLabel('Username or email'))
  await fillLogIn(page, username, password)
  await page.getByRole('button', { name: 'Keep my account' }).click()
  await expect(flash(page, 'Welcome back!')).toBeVisible()
  await page.goto(`/users/${username}`)
  await expect(page.getByRole('article')).toContainText('Soon gone')
  expect(await statusWithinASecond(guest, `/users/${username}`, 200)).toBe(200)
  expect((await receiveMail(member.email, 2)).subject).toBe('Your account will not be deleted')
})

test('logs out every browser and ends their streams', async ({ member, newVisitor }) => {
  const other = await newVisitor()
  await logIn(other.context().request, member)
  await openLive(other, '/explore')
  const { page, password } = member
  await page.goto('/account/delete')
  await page.getByLabel('Current password').fill(password)
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expect(flash(page, 'Your account will be deleted on')).toBeVisible()
  await other.goto('/account')
  await expect(other).toHaveURL(/\/login\?next=/)
})

test('shows a neutral name to others in messages and conversations', async ({ member, otherMember }) => {
  const { username, password, page } = member
  const { request } = otherMember.context
  await sendPlainMessages(member.context.request, otherMember.username, 'Hello there')
  const id = await writePost(member.context.request, 'A question')
  await writeReply(request, id, 'An answer')
  await page.goto('/account/delete')
  await page.getByLabel('Current password').fill(password)
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expect(flash(page, 'Your account will be deleted on')).toBeVisible()

  const inbox = otherMember.page
  await inbox.goto('/messages')
  await expect(inbox.getByRole('main')).not.toContainText(username)
  await inbox.getByRole('link', { name: /Deleted account/ }).click()
  await expect(inbox.getByRole('heading', { level: 1 })).toHaveText('Messages with Deleted account')
  await expect(inbox.getByText('This account is deleted.')).toBeVisible()
  await expect(inbox.getByLabel('Message', { exact: true })).toHaveCount(0)
  expect(messageTexts(await inbox.content())).toEqual(['Hello there'])
  expect(await inbox.getByRole('main').innerHTML()).not.toContain(username)
  await inbox.goto(`/posts/${id}`)
  await expect(inbox.getByText('An answer')).toBeVisible()
  expect(await inbox.getByRole('main').innerHTML()).not.toContain(username)
})

test('deletes the account permanently after the grace period', async ({ member }) => {
  const { page, username, email, password } = member
  await writePost(member.context.request, 'Soon gone')
  await page.goto('/account/delete')
  await page.getByLabel('Current password').fill(password)
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expect(flash(page, 'Your account will be deleted on')).toBeVisible()
  const id = Number(readValue('SELECT id FROM users WHERE username = ?', username))
  changeRows('UPDATE account_deletions SET due_at = ? WHERE user_id = ?', '2026-01-01T00:00:00.000+00:00', id)
  await page.goto('/login')
  await fillLogIn(page, username, password)
  await expect(page.getByRole('alert').filter({ hasText: 'do not belong together' })).toBeVisible()
  // Repeated, because a run that is just ending sets when the job runs next.
  const past = '2026-01-01T00:00:00.000+00:00'
  await expect
    .poll(() => {
      changeRows("UPDATE jobs SET run_at = ? WHERE kind = 'delete-accounts'", past)
      return readValue('SELECT username FROM users WHERE id = ?', id)
    })
    .not.toBe(username)
  expect((await receiveMail(email, 2)).subject).toBe('Your account is deleted')
  await expect.poll(() => readValue('SELECT COUNT(*) FROM users WHERE id = ?', id)).toBe(0)
})
