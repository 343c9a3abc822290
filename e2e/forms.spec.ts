import { changeRows, readValue } from './database'
import {
  expect,
  expectFieldError,
  fillLogIn,
  fillSignUp,
  flash,
  postWith,
  publishPost,
  test,
} from './fixtures'
import {
  formFields,
  newAccount,
  password,
  postFields,
  sendForm,
  signUp,
  uniqueName,
  writePost,
} from './plain-http'

test('shows an error at every empty field and focuses the first [REG-02, FRM-03, FRM-04]', async ({
  page,
}) => {
  await page.goto('/signup')
  await expect(page.getByLabel('Username')).toBeFocused()
  await page.getByRole('button', { name: 'Sign up' }).click()
  await expectFieldError(page, 'Username', 'Choose a username.')
  await expectFieldError(page, 'Email', 'Enter your email address.')
  await expectFieldError(page, 'Password', 'Enter a password.')
  await expectFieldError(page, 'Repeat password', 'Repeat the password.')
  await expect(page.getByLabel('Username')).toBeFocused()
  await page.getByLabel('Username').fill('susan_the_second')
  await expect(page.getByLabel('Username')).not.toHaveAttribute('aria-invalid', 'true')
})

test('rejects a form with one empty field [REG-02]', async ({ page }) => {
  const account = newAccount()
  await page.goto('/signup')
  await fillSignUp(page, account, '')
  await expectFieldError(page, 'Repeat password', 'Repeat the password.')
  await expect(page.getByLabel('Username')).toHaveValue(account.username)
  expect(readValue('SELECT count(*) FROM users WHERE username = ?', account.username)).toBe(0)
})

test('focuses the first field of log-in and sign-up, and opens the account page at its top [FRM-04]', async ({
  guest,
  member,
}) => {
  await guest.goto('/login')
  await expect(guest.getByLabel('Username or email')).toBeFocused()
  await guest.goto('/signup')
  await expect(guest.getByLabel('Username')).toBeFocused()
  await member.page.setViewportSize({ width: 390, height: 600 })
  await member.page.goto('/account')
  await expect(member.page.getByRole('heading', { level: 1 })).toBeInViewport()
  await expect(member.page.locator(':focus')).toHaveCount(0)
})

test('does not move the control that is clicked when a field loses focus [FRM-03]', async ({ page }) => {
  await page.goto('/login')
  await expect(page.getByLabel('Username or email')).toBeFocused()
  await page.getByRole('checkbox', { name: 'Remember me' }).click()
  await expect(page.getByRole('checkbox', { name: 'Remember me' })).toBeChecked()
})

test('rejects a whitespace-only post with an error at the field [FRM-07, PST-01]', async ({ member }) => {
  const { page } = member
  await page.goto('/')
  for (const text of ['', '   ', '\n\n\t', '\u00a0\u2003']) {
    await publishPost(page, text)
    await expectFieldError(page, 'Say something', 'Write something first.')
  }
  await page.reload()
  await expect(page.getByRole('article')).toHaveCount(0)
})

test('accepts 280 code points, rejects 281 and keeps the text [PST-01, PST-02]', async ({ member }) => {
  const { page } = member
  await page.goto('/')
  const left = page.getByText(/^Characters left:/)
  await expect(left).toHaveText('Characters left: 280')
  await page.getByLabel('Say something').fill('🦜'.repeat(280))
  await expect(left).toHaveText('Characters left: 0')
  const counter = page.locator('#body-left')
  await expect(counter).not.toHaveAttribute('data-over')
  await page.getByLabel('Say something').fill('🦜'.repeat(281))
  await expect(left).toHaveText('Characters left: -1')
  await expect(counter).toHaveAttribute('data-over', 'true')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expectFieldError(page, 'Say something', 'Use at most 280 characters.')
  await expect(page.getByLabel('Say something')).toHaveValue('🦜'.repeat(281))
  await publishPost(page, '🦜'.repeat(280))
  await expect(flash(page, 'Your post is out.')).toBeVisible()
})

test('creates one post on a double click [FLA-07]', async ({ member }) => {
  const { page } = member
  const text = `Twice ${uniqueName()}`
  await page.goto('/')
  await page.getByLabel('Say something').fill(text)
  await page.getByRole('button', { name: 'Post', exact: true }).dblclick()
  await expect(flash(page, 'Your post is out.')).toBeVisible()
  await page.reload()
  await expect(postWith(page, text)).toHaveCount(1)
})

test('shows a success message once, as a status [FLA-01, FLA-09]', async ({ member }) => {
  const { page } = member
  await page.goto('/')
  await publishPost(page, 'Said once')
  await expect(page.getByRole('status').filter({ hasText: 'Your post is out.' })).toBeVisible()
  await page.getByRole('link', { name: 'Explore', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Explore' })).toBeVisible()
  await expect(flash(page, 'Your post is out.')).toHaveCount(0)
})

test('shows a failure as an alert with a distinct style [FLA-02, FLA-09]', async ({ page }) => {
  await page.goto('/login')
  await fillLogIn(page, uniqueName(), 'wrong')
  const alert = page.getByRole('alert').filter({ hasText: 'do not belong together' })
  await expect(alert).toHaveAttribute('data-category', 'danger')
  await page.goto('/account')
  const notice = page.getByRole('status').filter({ hasText: 'Log in to see that page.' })
  await expect(notice).toHaveAttribute('data-category', 'info')
  const colour = (element: Element) => getComputedStyle(element).color
  const noticeColour = await notice.evaluate(colour)
  await fillLogIn(page, uniqueName(), 'wrong')
  expect(await alert.evaluate(colour)).not.toBe(noticeColour)
})

test('shows two pending flash messages in order [FLA-03]', async ({ member }) => {
  const { request } = member.context
  const [home, account] = [
    await (await request.get('/')).text(),
    await (await request.get('/account')).text(),
  ]
  await postFields(request, '/', formFields(home, 'body', { body: 'A post' }))
  await postFields(request, '/account', formFields(account, 'displayName', { displayName: 'A name' }))
  await member.page.goto('/about')
  const messages = member.page.getByRole('main').getByRole('status')
  await expect(messages).toHaveText(['Your post is out.', 'Your account is saved.'])
})

test('escapes markup in names and posts [FLA-04, PRO-12]', async ({ member }) => {
  const { page } = member
  const name = '<b onclick=alert(1)>bold</b>'
  await sendForm(member.context.request, '/account', 'displayName', {
    displayName: name,
    aboutMe: '<i>me</i>',
  })
  await page.goto('/')
  await expect(page.getByLabel('Say something')).toHaveAttribute(
    'placeholder',
    `What is on your mind, ${name}?`,
  )
  await publishPost(page, '<script>alert(1)</script>\n<img src=x onerror=alert(2)>')
  await expect(postWith(page, '<script>alert(1)</script>')).toContainText('<img src=x onerror=alert(2)>')
  await page.goto(`/users/${member.username}`)
  await expect(page.getByText('<i>me</i>')).toBeVisible()
})

test('translates a flash message when it is shown [FLA-08]', async ({ member }) => {
  const { request } = member.context
  await sendForm(request, '/', 'body', { body: 'Hola' })
  await member.context.addCookies([
    { name: 'roost.locale', value: 'es', url: process.env.E2E_ORIGIN as string },
  ])
  await member.page.goto('/')
  await expect(member.page.locator('html')).toHaveAttribute('lang', 'es')
  await expect(member.page.getByRole('status')).not.toHaveText('Your post is out.')
  await expect(member.page.getByRole('status')).toHaveCount(1)
})

test('validates forms on the server too, and stores no invalid input [FRM-05, FLA-06]', async ({
  playwright,
  baseURL,
}) => {
  const request = await playwright.request.newContext({ baseURL })
  const { username } = newAccount()
  const response = await sendForm(request, '/signup', 'username', {
    username,
    email: 'no address',
    password: 'short',
    repeat: 'other',
  })
  expect(response.status()).toBe(200)
  const html = await response.text()
  for (const text of ['Enter a complete email address', 'Use at least 8 characters.', 'are not the same.'])
    expect(html).toContain(text)
  expect(html).toContain(`value="${username}"`)
  expect(html).not.toContain('value="short"')
  expect(readValue('SELECT count(*) FROM users WHERE username = ?', username)).toBe(0)

  const account = await signUp(request)
  const long = await sendForm(request, '/', 'body', { body: 'x'.repeat(281) })
  expect(long.status()).toBe(200)
  expect(await long.text()).toContain('Use at most 280 characters.')
  const sql = 'SELECT post_count FROM users WHERE username = ?'
  expect(readValue(sql, account.username)).toBe(0)
  await request.dispose()
})

test('keeps typed text after the session expires [FLA-06, LOG-12]', async ({ member }) => {
  const { page } = member
  const text = `Long thoughts ${uniqueName()}`
  await page.goto('/')
  await page.getByLabel('Say something').fill(text)
  const sessions = 'DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE username = ?)'
  expect(changeRows(sessions, member.username)).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(flash(page, 'Your session has ended.')).toHaveAttribute('data-category', 'warning')
  await expect(page).toHaveURL('/login?next=%2F')
  await fillLogIn(page, member.username, password)
  await expect(page.getByLabel('Say something')).toHaveValue(text)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(postWith(page, text)).toHaveCount(1)
  await expect(page.getByLabel('Say something')).toHaveValue('')
})

test('stores the creation time of each post [PST-03, PST-04]', async ({ member }) => {
  const ids = [await writePost(member.context.request, 'one'), await writePost(member.context.request, 'two')]
  await member.page.goto('/')
  const times = await member.page
    .getByRole('article')
    .getByRole('time')
    .evaluateAll((all) => all.map((time) => Date.parse(time.getAttribute('datetime') ?? '')))
  expect(times).toHaveLength(ids.length)
  const [newer = 0, older = 0] = times
  expect(newer).toBeGreaterThan(older)
  expect(Math.abs(Date.now() - newer)).toBeLessThan(60_000)
})
