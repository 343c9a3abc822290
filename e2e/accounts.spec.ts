import type { Page } from '@playwright/test'
import { changeRows } from './database'
import { expect, expectFieldError, fillLogIn, fillSignUp, flash, test } from './fixtures'
import { logIn, newAccount, password, sendForm, uniqueName } from './plain-http'
import { waitForHydration } from './typing'

test.describe('sign-up', () => {
  test('has fields for username, email and two passwords, and a button [REG-01]', async ({ page }) => {
    await page.goto('/signup')
    await expect(page.getByLabel('Username')).toHaveAttribute('type', 'text')
    await expect(page.getByLabel('Email')).toHaveAttribute('type', 'email')
    await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('type', 'password')
    await expect(page.getByLabel('Repeat password')).toHaveAttribute('type', 'password')
    await expect(page.getByRole('button', { name: 'Sign up' })).toBeEnabled()
  })

  for (const email of ['susan', 'susan@', '@example.com', 'susan example@example.com', 'susan@example'])
    test(`rejects the email address "${email}" with an error at its field [REG-03]`, async ({ page }) => {
      await page.goto('/signup')
      await fillSignUp(page, { ...newAccount(), email })
      await expectFieldError(page, 'Email', 'Enter a complete email address')
      await expect(page).toHaveURL('/signup')
    })

  test('rejects a password confirmation that differs, with an error at its field [REG-04]', async ({
    page,
  }) => {
    await page.goto('/signup')
    await fillSignUp(page, newAccount(), 'something else 9')
    await expectFieldError(page, 'Repeat password', 'The two passwords are not the same.')
    await expect(page.getByLabel('Password', { exact: true })).not.toHaveAttribute('aria-invalid', 'true')
  })

  test('rejects a taken username and a taken email address with errors at their fields [REG-05, REG-06, FLA-06]', async ({
    member,
    guest,
  }) => {
    await guest.goto('/signup')
    await fillSignUp(guest, { ...newAccount(), username: member.username.toUpperCase() })
    await expectFieldError(guest, 'Username', 'That username is taken.')
    await expect(guest.getByLabel('Username')).toHaveValue(member.username.toUpperCase())
    await fillSignUp(guest, { ...newAccount(), email: member.email })
    await expectFieldError(guest, 'Email', 'There is an account with that address already.')
    await guest.goto('/')
    await expect(guest.getByRole('link', { name: 'Log in' })).toBeVisible()
  })

  test('redirects to the home page, logged in, with a welcome message [REG-14]', async ({ page }) => {
    const account = newAccount()
    await page.goto('/signup')
    await fillSignUp(page, account)
    await expect(flash(page, `Welcome, ${account.username}!`)).toHaveAttribute('data-category', 'success')
    await expect(page).toHaveURL('/')
    await expect(page.getByRole('button', { name: 'Log out' })).toBeVisible()
  })

  test('redirects a member from sign-up and log-in to the home page [REG-15, LOG-06]', async ({ member }) => {
    for (const address of ['/signup', '/login', '/login?next=/account']) {
      await member.page.goto(address)
      await expect(member.page).toHaveURL('/')
      await expect(member.page.getByLabel('Password')).toHaveCount(0)
    }
  })

  test('links sign-up and log-in to each other [REG-16]', async ({ page }) => {
    await page.goto('/signup')
    await page.getByRole('main').getByRole('link', { name: 'Log in' }).click()
    await expect(page).toHaveURL('/login')
    await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click()
    await expect(page).toHaveURL('/signup')
  })

  for (const name of ['a/b', 'who?', 'tag#1', 'tab\tname', 'dot.dot', 'ñandú', '..'])
    test(`rejects the username ${JSON.stringify(name)}, which would break a profile URL [REG-17]`, async ({
      page,
    }) => {
      await page.goto('/signup')
      const account = { ...newAccount(), username: name }
      await fillSignUp(page, account)
      await expectFieldError(page, 'Username', 'Use only letters from a to z, digits and _.')
    })
})

test.describe('log-in', () => {
  test('accepts username and email in any letter case [LOG-01, LOG-02]', async ({ member, newVisitor }) => {
    for (const identifier of [member.username.toUpperCase(), member.email.toUpperCase()]) {
      const page = await newVisitor()
      await page.goto('/login')
      await fillLogIn(page, identifier, password)
      await expect(page).toHaveURL('/')
      await expect(page.getByRole('button', { name: 'Log out' })).toBeVisible()
    }
  })

  test('shows the same message for every failure, and keeps the username but not the password [LOG-03, LOG-04, LOG-05]', async ({
    member,
    guest,
  }) => {
    const refused = async (identifier: string) => {
      await guest.goto('/login?next=/account')
      // Hydration restores the name that was submitted before.
      await waitForHydration(guest.getByLabel('Username or email'))
      await fillLogIn(guest, identifier, 'not the password')
      const alert = guest.getByRole('alert').filter({ hasText: 'do not belong together' })
      await expect(alert).toHaveAttribute('data-category', 'danger')
      await expect(guest.getByLabel('Username or email')).toHaveValue(identifier)
      await expect(guest.getByLabel('Password')).toHaveValue('')
      return alert.textContent()
    }
    expect(await refused(member.username)).toBe(await refused(uniqueName('nobody')))
    await fillLogIn(guest, member.username, password)
    await expect(guest).toHaveURL('/account')
    await expect(flash(guest, 'Good to see you again.')).toHaveAttribute('data-category', 'success')
  })

  test('shows different navigation links to guests and members [LOG-15]', async ({ member, guest }) => {
    const bar = (page: Page) => page.getByRole('navigation', { name: 'Main' })
    await guest.goto('/')
    await expect(bar(guest).getByRole('link')).toHaveText(['Explore', 'Log in', 'Sign up'])
    await expect(bar(guest).getByRole('button')).toHaveCount(0)
    await member.page.goto('/')
    await expect(bar(member.page).getByRole('link')).toHaveText([
      'Home',
      'Explore',
      /^Notifications/,
      /^Messages/,
      'Bookmarks',
      'Profile',
      'New post',
    ])
    await expect(member.page.getByRole('button', { name: 'Log out' })).toBeVisible()
    await bar(member.page).getByRole('link', { name: 'Profile' }).click()
    await expect(member.page).toHaveURL(`/users/${member.username}`)
  })

  test('ignores the session of a deleted member and deletes its cookie [LOG-12]', async ({
    member,
    guest,
  }) => {
    const { username, email } = member
    await sendForm(guest.context().request, '/login', 'identifier', { identifier: email, password })
    expect(changeRows('DELETE FROM users WHERE username = ?', username)).toBe(1)
    await guest.goto('/account')
    await expect(guest).toHaveURL(/\/login\?next=%2Faccount/)
    await expect(flash(guest, 'Log in to see that page.')).toBeVisible()
    const names = (await guest.context().cookies()).map(({ name }) => name)
    expect(names).not.toContain('roost.session')
    await member.page.goto('/')
    await expect(member.page.getByRole('link', { name: 'Log in' })).toBeVisible()
  })
})

test.describe('log-out', () => {
  test('ends the session on the server [LOG-07]', async ({ member, newVisitor }) => {
    const cookies = await member.context.cookies()
    await member.page.goto('/')
    await member.page.getByRole('button', { name: 'Log out' }).click()
    await expect(flash(member.page, 'You are logged out.')).toBeVisible()
    const thief = await newVisitor()
    await thief.context().addCookies(cookies)
    await thief.goto('/account')
    await expect(thief).toHaveURL(/\/login\?next=/)
  })

  test('does not log out on GET requests [LOG-08]', async ({ member, guard }) => {
    guard.allow(404)
    await member.page.goto('/')
    const form = member.page
      .locator('form')
      .filter({ has: member.page.getByRole('button', { name: 'Log out' }) })
    // The buttons in the account menu and beside it share one form.
    await expect(form).toHaveCount(1)
    for (const address of ['/logout', '/api/auth/signout', '/auth/logout']) {
      const response = await member.context.request.get(address)
      expect(response.status(), address).toBe(404)
    }
    await member.page.goto('/account')
    await expect(member.page.getByLabel('Username')).toHaveValue(member.username)
  })

  test('is idempotent [LOG-09]', async ({ member, page }) => {
    await member.page.goto('/')
    const second = await member.context.newPage()
    await second.goto('/explore')
    await page.getByRole('button', { name: 'Log out' }).click()
    await expect(flash(page, 'You are logged out.')).toBeVisible()
    await second.getByRole('button', { name: 'Log out' }).click()
    await expect(flash(second, 'You are logged out.')).toBeVisible()
    await expect(second).toHaveURL('/')
  })
})

test('leaves the log-in form empty after a remembered session [REM-04]', async ({ member, newVisitor }) => {
  const page = await newVisitor()
  await logIn(page.context().request, member, { remember: 'on' })
  await page.goto('/')
  await page.getByRole('button', { name: 'Log out' }).click()
  await expect(flash(page, 'You are logged out.')).toBeVisible()
  await page.goto('/login')
  await expect(page.getByLabel('Username or email')).toHaveValue('')
  await expect(page.getByLabel('Password')).toHaveValue('')
})

for (const [id, next, target] of [
  ['NXT-01', '/users/susan?page=2', '/users/susan?page=2'],
  ['NXT-02', 'https://evil.example', '/'],
  ['NXT-02', '//evil.example', '/'],
  ['NXT-03', '///evil.example', '/'],
  ['NXT-03', '/\\evil.example', '/'],
  ['NXT-03', '\\\\evil.example', '/'],
  ['NXT-03', 'https:evil.example', '/'],
  ['NXT-03', 'https:///evil.example', '/'],
  ['NXT-04', 'javascript:alert(1)', '/'],
  ['NXT-04', 'data:text/html,x', '/'],
  ['NXT-05', '\t//evil.example', '/'],
  ['NXT-05', '/%2f/evil.example', '/'],
  ['NXT-06', '/login?next=/login', '/'],
] as const)
  test(`redirects next=${JSON.stringify(next)} to ${target} [${id}]`, async ({ member, newVisitor }) => {
    const { request } = (await newVisitor()).context()
    const address = `/login?next=${encodeURIComponent(next)}`
    const values = { identifier: member.username, password }
    const byLink = await sendForm(request, address, 'identifier', values)
    expect(byLink.headers().location).toBe(target)
    const other = (await newVisitor()).context().request
    const byHand = await sendForm(other, '/login', 'identifier', { ...values, next })
    expect(byHand.headers().location).toBe(target)
  })
