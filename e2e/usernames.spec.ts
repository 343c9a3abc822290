import { expect, expectFieldError, fillSignUp, flash, test } from './fixtures'
import { newAccount, sendForm, uniqueName } from './plain-http'
import { waitForHydration } from './typing'

test('shows while typing that a username is taken or reserved [REG-05]', async ({ member, guest }) => {
  await guest.goto('/signup')
  const field = guest.getByLabel('Username')
  await field.pressSequentially(member.username.toUpperCase())
  await expectFieldError(guest, 'Username', 'That username is taken.')
  await field.fill('Admin_1')
  await expectFieldError(guest, 'Username', 'That name is reserved.')
  await field.fill(uniqueName())
  await expect(field).not.toHaveAttribute('aria-invalid', 'true')
  await expect(field).toBeFocused()
})

test('requests the availability of a username once, and never that of an email address', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.resourceType() === 'fetch')
      asked.push(new URL(request.url()).pathname + new URL(request.url()).search)
  })
  const name = uniqueName()
  const field = page.getByLabel('Username')
  await page.clock.install()
  await page.goto('/signup')
  await waitForHydration(field)
  // A pause between two keys of a busy machine would be one for the user to read the result.
  await page.clock.pauseAt(Date.now() + 60_000)
  await field.pressSequentially(name)
  expect(asked).toEqual([])
  await page.clock.resume()
  await expect.poll(() => asked).toEqual([`/data/users/available?username=${name}`])
  await page.getByLabel('Email').pressSequentially('somebody@example.com')
  await page.getByLabel('Password', { exact: true }).fill('iloveyou2024')
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/a small change/)
  expect(asked).toHaveLength(1)
})

test('shows a member while typing that the new username is taken [PRO-11]', async ({
  member,
  otherMember,
}) => {
  const { page } = member
  await page.goto('/account')
  await page.getByLabel('Username').fill(otherMember.username)
  await expectFieldError(page, 'Username', 'That username is taken.')
  await page.getByLabel('Username').fill(member.username.toUpperCase())
  await expect(page.getByLabel('Username')).not.toHaveAttribute('aria-invalid', 'true')
})

test('reserves a released username for its former owner [PRO-11]', async ({ member, guest }) => {
  const { request } = member.context
  const renamed = uniqueName()
  await sendForm(request, '/account', 'displayName', { username: renamed })
  await guest.goto('/signup')
  await fillSignUp(guest, { ...newAccount(), username: member.username })
  await expectFieldError(guest, 'Username', 'That username is taken.')
  const { page } = member
  await page.goto('/account')
  await page.getByLabel('Username').fill(member.username)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(flash(page, 'Your account is saved.').last()).toBeVisible()
  await expect(page.getByLabel('Username')).toHaveValue(member.username)
})

test('accepts the form when the availability check fails', async ({ page, guard }) => {
  guard.allow(500)
  const account = newAccount()
  const check = '**/data/users/available*'
  await page.route(check, (route) => route.fulfill({ status: 500, body: 'oops' }))
  await page.goto('/signup')
  const failed = page.waitForResponse(check)
  await page.getByLabel('Username').fill(account.username)
  expect((await failed).status()).toBe(500)
  await expect(page.getByLabel('Username')).not.toHaveAttribute('aria-invalid', 'true')
  await page.unroute(check)
  await fillSignUp(page, account)
  await expect(flash(page, `Welcome, ${account.username}!`)).toBeVisible()
})
