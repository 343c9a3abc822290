import { expect, expectFieldError, flash, test } from '../fixtures'

test('creates, shows and revokes a token without JavaScript [TOK-03]', async ({ member }) => {
  const { page } = member
  await page.goto('/account/tokens')
  await page.getByLabel('Name', { exact: true }).fill('Bot')
  await page.getByLabel('Days until it expires').fill('500')
  await page.getByRole('button', { name: 'Create token' }).click()
  await expectFieldError(page, 'Days until it expires', 'Enter a number of days from 1 to 365.')
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Bot')
  await page.getByLabel('Days until it expires').fill('7')
  await page.getByRole('button', { name: 'Create token' }).click()
  await expect(page.locator('code')).toHaveText(/^roost_[0-9a-f]{64}$/)
  await page.getByRole('button', { name: 'Revoke Bot' }).click()
  await expect(flash(page, 'The token is revoked.')).toBeVisible()
  await expect(page.getByText('You have no tokens.')).toBeVisible()
})
