import { readValue } from './database'
import { expect, expectFieldError, fillLogIn, flash, test } from './fixtures'
import { logIn, password } from './plain-http'

const line = { name: 'Log out there' }

test('lists the sessions with browser, address and last use, and marks the current one [SEC-13]', async ({
  member,
  newVisitor,
}) => {
  const phone = await newVisitor({
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  })
  await logIn(phone.context().request, member, { remember: 'on' })
  const { page } = member
  await page.goto('/account/security')
  const sessions = page.getByRole('main').getByRole('listitem')
  await expect(sessions).toHaveCount(2)
  const there = sessions.filter({ has: page.getByRole('button', line) })
  await expect(there).toContainText('Safari on iOS')
  await expect(there).toContainText('remembered')
  await expect(there).toContainText('from 127.0.0.1')
  const here = sessions.filter({ hasText: 'This browser' })
  await expect(here).toContainText('on Linux')
  await expect(here.getByRole('button')).toHaveCount(0)
})

test('ends a single session [SEC-13]', async ({ member, newVisitor }) => {
  const [second, third] = [await newVisitor(), await newVisitor()]
  await logIn(second.context().request, member)
  await logIn(third.context().request, member)
  const { page } = member
  await page.goto('/account/security')
  await expect(page.getByRole('button', line)).toHaveCount(2)
  // The most recently used session is first.
  await page.getByRole('button', line).first().click()
  await expect(page.getByRole('button', line)).toHaveCount(1)
  await third.goto('/account')
  await expect(third).toHaveURL(/\/login\?next=/)
  await second.goto('/account')
  await expect(second.getByLabel('Username')).toHaveValue(member.username)
})

test('ends all other sessions with one click [SEC-13]', async ({ member, newVisitor }) => {
  const others = [await newVisitor(), await newVisitor()]
  for (const other of others) await logIn(other.context().request, member)
  const { page } = member
  await page.goto('/account/security')
  await page.getByRole('button', { name: 'Log out everywhere else' }).click()
  await expect(page.getByText('You are logged in nowhere else.')).toBeVisible()
  for (const other of others) {
    await other.goto('/account/security')
    await expect(other).toHaveURL(/\/login\?next=/)
  }
  await page.reload()
  await expect(page.getByText('This browser')).toBeVisible()
})

test('ends every other session at a password change, and rejects the old password [LOG-14, SEC-13]', async ({
  member,
  newVisitor,
}) => {
  const other = await newVisitor()
  await logIn(other.context().request, member, { remember: 'on' })
  const { page } = member
  await page.goto('/account/security')
  await page.getByLabel('Current password').fill(password)
  await page.getByLabel('New password', { exact: true }).fill('a better horse 10')
  await page.getByLabel('Repeat new password').fill('a better horse 10')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(flash(page, 'Your password is changed')).toBeVisible()
  await expect(page.getByText('You are logged in nowhere else.')).toBeVisible()
  await other.goto('/account')
  await expect(other).toHaveURL(/\/login\?next=/)
  await fillLogIn(other, member.username, password)
  await expect(other.getByRole('alert').filter({ hasText: 'do not belong together' })).toBeVisible()
  await fillLogIn(other, member.username, 'a better horse 10')
  await expect(other).toHaveURL('/account')
})

test('requires the current password and validates the new one [LOG-14, REG-12]', async ({ member }) => {
  const { page } = member
  const hash = () => readValue('SELECT password_hash FROM users WHERE username = ?', member.username)
  const before = hash()
  expect(before).not.toContain(password)
  const change = async (current: string, secret: string, repeat = secret) => {
    await page.goto('/account/security')
    await page.getByLabel('Current password').fill(current)
    await page.getByLabel('New password', { exact: true }).fill(secret)
    await page.getByLabel('Repeat new password').fill(repeat)
    await page.getByRole('button', { name: 'Change password' }).click()
  }
  await change('not the password', 'a better horse 10')
  await expectFieldError(page, 'Current password', 'That is not your current password.')
  await change(password, 'short')
  await expectFieldError(page, 'New password', 'Use at least 8 characters.')
  await change(password, 'password123')
  await expectFieldError(page, 'New password', 'That password is too common')
  await change(password, `${member.username}1`)
  await expectFieldError(page, 'New password', 'too close to your own name')
  await change(password, 'x'.repeat(257))
  await expectFieldError(page, 'New password', 'Use at most 256 characters.')
  await change(password, 'a better horse 10', 'another horse 10')
  await expectFieldError(page, 'Repeat new password', 'The two passwords are not the same.')
  expect(hash()).toBe(before)
})
