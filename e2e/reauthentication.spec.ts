import { expectAccessible } from './accessible'
import { changeRows, readValue } from './database'
import { expect, expectFieldError, flash, type Member, test } from './fixtures'
import { password, uniqueName } from './plain-http'

/** Sets the time of every log-in of a member to eleven minutes ago. */
function ageLogIns({ username }: Member): void {
  const before = new Date(Date.now() - 11 * 60_000).toISOString()
  const sql = 'UPDATE sessions SET created_at = ? WHERE user_id = (SELECT id FROM users WHERE username = ?)'
  expect(changeRows(sql, before, username)).toBeGreaterThan(0)
}

const pendingEmailOf = ({ username }: Member) =>
  readValue('SELECT pending_email FROM users WHERE username = ?', username)

test('changes the email address without a password just after log-in [SEC-09]', async ({ member }) => {
  const { page } = member
  const email = `${uniqueName()}@example.com`
  await page.goto('/account')
  await page.getByLabel('Email').fill(email)
  await expect(page.getByLabel('Current password')).toHaveCount(0)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  expect(pendingEmailOf(member)).toBe(email)
})

test('asks for the current password when the email address is edited over ten minutes after log-in [SEC-09]', async ({
  member,
}) => {
  ageLogIns(member)
  const { page } = member
  const email = `${uniqueName()}@example.com`
  await page.goto('/account')
  const current = page.getByLabel('Current password')
  await expect(current).toHaveCount(0)
  await page.getByLabel('Email').fill(email)
  await expect(current).toBeVisible()
  await page.getByLabel('Email').fill(member.email)
  await expect(current).toHaveCount(0)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('About me').fill('Kept through the refusals')
  await page.getByRole('button', { name: 'Save' }).click()
  await expectFieldError(page, 'Current password', 'Enter your current password.')
  await expect(current).toBeFocused()
  await current.fill('not the password')
  await page.getByRole('button', { name: 'Save' }).click()
  await expectFieldError(page, 'Current password', 'That is not your current password.')
  expect(pendingEmailOf(member)).toBeNull()
  await expect(page.getByLabel('About me')).toHaveValue('Kept through the refusals')
  await current.fill(password)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  expect(pendingEmailOf(member)).toBe(email)
})

test('asks for the current password when the log-in becomes too old while the page is open [SEC-09]', async ({
  member,
}) => {
  const { page } = member
  await page.goto('/account')
  ageLogIns(member)
  await page.getByLabel('Email').fill(`${uniqueName()}@example.com`)
  await page.getByRole('button', { name: 'Save' }).click()
  await expectFieldError(page, 'Current password', 'Enter your current password.')
  await expect(page.getByLabel('Current password')).toBeFocused()
  await expectAccessible(page, 'the account form with the current password')
})

test('requires no password for other account changes', async ({ member }) => {
  ageLogIns(member)
  const { page } = member
  await page.goto('/account')
  await page.getByLabel('About me').fill('Birds')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
})
