import { Webhook } from 'standardwebhooks'
import { expect, expectFieldError, flash, test } from './fixtures'
import { needs } from './needs'
import { reloadUntilShown, startReceiver } from './receiver'

test('sends signed events to a webhook, lists them, and resends one', async ({ member }) => {
  needs('local webhooks')
  const { page } = member
  const receiver = await startReceiver()
  await page.goto('/account/webhooks')
  await expect(page.getByText('You have no webhooks.')).toBeVisible()
  const form = page.getByRole('form', { name: 'New webhook' })
  await form.getByLabel('Address').fill('hook.example')
  await form.getByRole('button', { name: 'Create webhook' }).click()
  await expectFieldError(page, 'Address', 'Enter a complete address, like https://example.com/hook.')
  await form.getByLabel('Address').fill('http://169.254.169.254/latest')
  await form.getByRole('button', { name: 'Create webhook' }).click()
  await expect(page.getByText('Choose at least one event.')).toBeVisible()
  await form.getByLabel('I publish a post').check()
  await form.getByRole('button', { name: 'Create webhook' }).click()
  await expectFieldError(
    page,
    'Address',
    'This address belongs to a private network. Use a server on the public Internet.',
  )
  await form.getByLabel('Address').fill(receiver.url)
  await form.getByRole('button', { name: 'Create webhook' }).click()
  const secret = (await page.locator('code').textContent()) ?? ''
  expect(secret).toMatch(/^whsec_/)
  const verify = (at: number) => {
    const { body = '', headers = {} } = receiver.received[at] ?? {}
    return new Webhook(secret).verify(body, headers)
  }
  await expect.poll(() => receiver.received.length).toBe(1)
  expect(verify(0)).toMatchObject({ event: 'ping' })

  receiver.status = 500
  await page.goto('/')
  await page.getByLabel('Say something').fill('Herons')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect.poll(() => receiver.received.length).toBe(2)
  expect(verify(1)).toMatchObject({ event: 'post.created', data: { post: { body: 'Herons' } } })
  receiver.status = 204

  await page.goto('/account/webhooks')
  await page.getByRole('link', { name: receiver.url }).click()
  await expect(page).toHaveURL(/\/account\/webhooks\/\d+$/)
  const delivery = page.getByRole('listitem').filter({ hasText: 'I publish a post' })
  await reloadUntilShown(page, delivery.filter({ hasText: 'Status 500' }))
  await delivery.getByRole('link', { name: 'Show payload' }).click()
  await expect(delivery.locator('pre')).toContainText('"event": "post.created"')
  await delivery.getByRole('button', { name: 'Send again' }).click()
  await expect(flash(page, 'The delivery is sent again.')).toBeVisible()
  await expect.poll(() => receiver.received.length).toBe(3)
  expect(receiver.received[2]?.headers['webhook-id']).toBe(receiver.received[1]?.headers['webhook-id'])
  await reloadUntilShown(page, delivery.filter({ hasText: 'Delivered' }))

  const settings = page.getByRole('form', { name: 'Settings' })
  await settings.getByLabel('Someone follows me').check()
  await settings.getByLabel('Active').uncheck()
  await settings.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'The webhook is saved.')).toBeVisible()
  await expect(settings.getByLabel('Someone follows me')).toBeChecked()
  await expect(settings.getByLabel('Active')).not.toBeChecked()
  await expect(page.getByRole('button', { name: 'Send again' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Create a new secret' }).click()
  await expect(page.locator('code')).toHaveText(/^whsec_/)
  expect(await page.locator('code').textContent()).not.toBe(secret)
  await page.getByRole('button', { name: 'Delete webhook' }).click()
  await expect(page).toHaveURL('/account/webhooks')
  await expect(page.getByText('You have no webhooks.')).toBeVisible()
  receiver.stop()
})
