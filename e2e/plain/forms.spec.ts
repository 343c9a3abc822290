import { changeRows } from '../database'
import {
  expect,
  expectFieldError,
  fillLogIn,
  fillSignUp,
  flash,
  postWith,
  pressInMenu,
  publishPost,
  test,
} from '../fixtures'
import { picture } from '../pictures'
import { newAccount, password, uniqueName } from '../plain-http'

test('shows errors at their fields and keeps the input without JavaScript [FRM-06, FRM-03, REG-02, REG-03, REG-04]', async ({
  page,
}) => {
  await page.goto('/signup')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expectFieldError(page, 'Username', 'Choose a username.')
  await expectFieldError(page, 'Email', 'Enter your email address.')
  await expectFieldError(page, 'Password', 'Enter a password.')
  await expectFieldError(page, 'Repeat password', 'Repeat the password.')
  await fillSignUp(page, { ...newAccount(), email: 'susan@', username: 'susan!' }, 'another')
  await expectFieldError(page, 'Username', 'Use only letters')
  await expectFieldError(page, 'Email', 'Enter a complete email address')
  await expectFieldError(page, 'Repeat password', 'The two passwords are not the same.')
  await expect(page.getByLabel('Username')).toHaveValue('susan!')
  await expect(page.getByLabel('Email')).toHaveValue('susan@')
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('')
  const account = newAccount()
  await fillSignUp(page, account)
  await expect(flash(page, `Welcome, ${account.username}!`)).toBeVisible()
})

test('reports taken usernames and email addresses without JavaScript [REG-05, REG-06]', async ({
  member,
  guest,
}) => {
  await guest.goto('/signup')
  await fillSignUp(guest, { ...newAccount(), username: member.username })
  await expectFieldError(guest, 'Username', 'That username is taken.')
  await fillSignUp(guest, { ...newAccount(), email: member.email })
  await expectFieldError(guest, 'Email', 'There is an account with that address already.')
})

test('keeps name, next and "Remember me" of a failed log-in without JavaScript [LOG-04, LOG-05]', async ({
  member,
  guest,
}) => {
  await guest.goto('/login?next=/account')
  await guest.getByRole('checkbox', { name: 'Remember me' }).check()
  await fillLogIn(guest, member.username, 'wrong')
  await expect(guest.getByRole('alert')).toHaveText(/do not belong together/)
  await expect(guest.getByLabel('Username or email')).toHaveValue(member.username)
  await expect(guest.getByLabel('Password')).toHaveValue('')
  await expect(guest.getByRole('checkbox', { name: 'Remember me' })).toBeChecked()
  await fillLogIn(guest, member.username, password)
  await expect(guest).toHaveURL('/account')
})

test('rejects an empty and a long post and keeps the text without JavaScript [PST-01, FRM-07]', async ({
  member,
}) => {
  const { page } = member
  await page.goto('/')
  await publishPost(page, '   ')
  await expectFieldError(page, 'Say something', 'Write something first.')
  await publishPost(page, 'x'.repeat(281))
  await expectFieldError(page, 'Say something', 'Use at most 280 characters.')
  await expect(page.getByLabel('Say something')).toHaveValue('x'.repeat(281))
  await expect(page.getByRole('article')).toHaveCount(0)
})

test('keeps typed text after the session expires without JavaScript [FLA-06, FRM-06]', async ({ member }) => {
  const { page } = member
  const text = `Long thoughts ${uniqueName()}`
  await page.goto('/')
  changeRows(
    'DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE username = ?)',
    member.username,
  )
  await publishPost(page, text)
  await expect(page).toHaveURL(/\/login\?next=/)
  await fillLogIn(page, member.username, password)
  await expect(page.getByLabel('Say something')).toHaveValue(text)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(postWith(page, text)).toHaveCount(1)
})

test('creates no duplicate post when a form is submitted again after Back without JavaScript [FLA-07]', async ({
  member,
}) => {
  const { page } = member
  const text = `Once ${uniqueName()}`
  await page.goto('/')
  const html = await page.content()
  await publishPost(page, text)
  await expect(flash(page, 'Your post is out.')).toBeVisible()
  const submission = /name="submission"[^>]*value="([^"]+)"/.exec(html)?.[1] as string
  await page.goBack()
  await page.getByLabel('Say something').fill(text)
  await page
    .locator('input[name=submission]')
    .evaluate((input, value) => input.setAttribute('value', value), submission)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await page.goto('/')
  await expect(postWith(page, text)).toHaveCount(1)
})

test('switches the language and the theme without JavaScript [FRM-06, PAG-02]', async ({ member }) => {
  const { page } = member
  await page.goto('/about')
  await pressInMenu(page, 'Español')
  await expect(page.locator('html')).toHaveAttribute('lang', 'es')
  await expect(page).toHaveURL('/about')
  await pressInMenu(page, 'English')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await pressInMenu(page, 'Dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('rejects a password that is easy to guess, with the reason, without JavaScript [REG-10]', async ({
  page,
}) => {
  const account = newAccount()
  await page.goto('/signup')
  await fillSignUp(page, { ...account, password: `${account.username}!1` })
  await expectFieldError(page, 'Password', 'too close to your own name')
  await expect(page.getByLabel('Username')).toHaveValue(account.username)
  await fillSignUp(page, { ...account, password: 'Passw0rd!' })
  await expectFieldError(page, 'Password', 'a small change to a password that many people use')
})

test('rejects a reserved username at its field without JavaScript [REG-05]', async ({ page }) => {
  await page.goto('/signup')
  await fillSignUp(page, { ...newAccount(), username: 'Support_24' })
  await expectFieldError(page, 'Username', 'That name is reserved.')
  await expect(page.getByLabel('Username')).toHaveValue('Support_24')
})

test('rejects a display name with bidirectional controls without JavaScript', async ({ member }) => {
  const { page } = member
  await page.goto('/account')
  await page.getByLabel('Display name').fill('\u202enimda')
  await page.getByRole('button', { name: 'Save' }).click()
  await expectFieldError(page, 'Display name', 'The name contains a character that cannot be stored.')
})

test('removes the picture without JavaScript', async ({ member }) => {
  const { page } = member
  await page.goto('/account')
  await page
    .getByLabel('Picture')
    .setInputFiles({ name: 'a', mimeType: 'image/png', buffer: await picture('png') })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Remove picture' }).click()
  await expect(flash(page, 'Your picture is removed.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Remove picture' })).toHaveCount(0)
})
