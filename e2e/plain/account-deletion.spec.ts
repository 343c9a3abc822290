import { expect, expectFieldError, fillLogIn, flash, test } from '../fixtures'

test('deletes and keeps an account without JavaScript', async ({ member }) => {
  const { page, username, password } = member
  await page.goto('/account/data')
  await page.getByRole('link', { name: 'Delete account…' }).click()
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expectFieldError(page, 'Current password', 'Enter your current password')
  await page.getByLabel('Current password').fill(password)
  await page.getByRole('button', { name: 'Delete my account' }).click()
  await expect(flash(page, 'Your account will be deleted on')).toBeVisible()
  await page.goto('/login')
  await fillLogIn(page, username, password)
  await expect(page).toHaveURL('/account/keep')
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(flash(page, 'You are logged out.')).toBeVisible()
  await page.goto('/login')
  await fillLogIn(page, username, password)
  await page.getByRole('button', { name: 'Keep my account' }).click()
  await expect(flash(page, 'Welcome back!')).toBeVisible()
  await page.goto('/account')
  await expect(page.getByLabel('Username')).toHaveValue(username)
})
