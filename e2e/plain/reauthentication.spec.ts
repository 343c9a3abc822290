import { changeRows, readValue } from '../database'
import { expect, expectFieldError, flash, test } from '../fixtures'
import { password, uniqueName } from '../plain-http'

test('asks for the current password and keeps the input without JavaScript [SEC-09]', async ({ member }) => {
  const { page, username } = member
  const email = `${uniqueName()}@example.com`
  const before = new Date(Date.now() - 11 * 60_000).toISOString()
  const sql = 'UPDATE sessions SET created_at = ? WHERE user_id = (SELECT id FROM users WHERE username = ?)'
  expect(changeRows(sql, before, username)).toBe(1)
  await page.goto('/account')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('About me').fill('Kept through the refusal')
  await page.getByRole('button', { name: 'Save' }).click()
  await expectFieldError(page, 'Current password', 'Enter your current password.')
  await expect(page.getByLabel('Email')).toHaveValue(email)
  await expect(page.getByLabel('About me')).toHaveValue('Kept through the refusal')
  await page.getByLabel('Current password').fill(password)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.')).toBeVisible()
  expect(readValue('SELECT pending_email FROM users WHERE username = ?', username)).toBe(email)
})
