import { expect, expectFieldError, flash, test } from '../fixtures'
import { needs } from '../needs'
import { reloadUntilShown, startReceiver } from '../receiver'

test('creates, changes, tests and deletes a webhook without JavaScript', async ({ member }) => {
  needs('local webhooks')
  const { page } = member
  const receiver = await startReceiver()
  await page.goto('/account/webhooks')
  await page.getByLabel('I publish a post').check()
  await page.getByLabel('Address').fill('http://169.254.169.254/')
  await page.getByRole('button', { name: 'Create webhook' }).click()
  await expectFieldError(
    page,
    'Address',
    'This address belongs to a private network. Use a server on the public Internet.',
  )
  await expect(page.getByLabel('I publish a post')).toBeChecked()
  await page.getByLabel('Address').fill(receiver.url)
  await page.getByRole('button', { name: 'Create webhook' }).click()
  await expect(page.locator('code')).toHaveText(/^whsec_/)
  await expect.poll(() => receiver.received.length).toBe(1)
  await page.getByRole('link', { name: receiver.url }).click()
  await expect(page).toHaveURL(/\/account\/webhooks\/\d+$/)
  await reloadUntilShown(page, page.getByRole('listitem').filter({ hasText: 'Delivered' }))
  await page.getByRole('link', { name: 'Show payload' }).click()
  await expect(page.locator('pre')).toContainText('"event": "ping"')
  await page.getByRole('button', { name: 'Send again' }).click()
  await expect(flash(page, 'The delivery is sent again.')).toBeVisible()
  await expect.poll(() => receiver.received.length).toBe(2)
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect(flash(page, 'A test is on its way.')).toBeVisible()
  await page.getByLabel('I publish a post').uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Choose at least one event.')).toBeVisible()
  await page.getByLabel('Someone follows me').check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'The webhook is saved.')).toBeVisible()
  await page.getByRole('button', { name: 'Create a new secret' }).click()
  await expect(page.locator('code')).toHaveText(/^whsec_/)
  await page.getByRole('button', { name: 'Delete webhook' }).click()
  await expect(flash(page, 'The webhook is deleted.')).toBeVisible()
  await expect(page).toHaveURL('/account/webhooks')
  receiver.stop()
})
