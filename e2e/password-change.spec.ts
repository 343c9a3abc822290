import type { BrowserContext } from '@playwright/test'
import { readValue } from './database'
import { expect, flash, openLive, test } from './fixtures'
import { follow, logIn, password, sendForm } from './plain-http'

const newPassword = 'a better horse 10'

const sessionOf = async (context: BrowserContext) =>
  (await context.cookies()).find(({ name }) => name === 'roost.session')

const changePassword = (context: BrowserContext) =>
  sendForm(context.request, '/account/security', 'current', {
    current: password,
    password: newPassword,
    repeat: newPassword,
  })

test('ends sessions of concurrent log-ins with the old password at a password change [LOG-14]', async ({
  member,
  playwright,
  baseURL,
}) => {
  let changed = false
  const keepLoggingIn = async () => {
    while (!changed) {
      const request = await playwright.request.newContext({ baseURL: baseURL as string })
      await logIn(request, member)
      await request.dispose()
    }
  }
  const loops = [keepLoggingIn(), keepLoggingIn()]
  const response = await changePassword(member.context)
  changed = true
  await Promise.all(loops)
  expect(response.status()).toBe(303)
  const count = 'SELECT COUNT(*) FROM sessions WHERE user_id = (SELECT id FROM users WHERE username = ?)'
  expect(readValue(count, member.username)).toBe(1)
  await member.page.goto('/account')
  await expect(member.page.getByLabel('Username')).toHaveValue(member.username)
})

for (const remember of [false, true])
  test(`replaces the session id of the browser at a password change (remembered: ${remember}) [SEC-10]`, async ({
    member,
    newVisitor,
  }) => {
    const page = await newVisitor()
    const context = page.context()
    await logIn(context.request, member, remember ? { remember: 'on' } : {})
    const before = await sessionOf(context)
    await page.goto('/account/security')
    await page.getByLabel('Current password').fill(password)
    await page.getByLabel('New password', { exact: true }).fill(newPassword)
    await page.getByLabel('Repeat new password').fill(newPassword)
    await page.getByRole('button', { name: 'Change password' }).click()
    await expect(flash(page, 'Your password is changed')).toBeVisible()
    const after = await sessionOf(context)
    expect(after?.value).not.toBe(before?.value)
    expect(after).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(Math.abs((after?.expires ?? 0) - (before?.expires ?? 0))).toBeLessThan(60)
    await page.reload()
    await expect(page.getByText('This browser')).toBeVisible()
    const thief = (await newVisitor()).context()
    if (before) await thief.addCookies([before])
    const refused = await thief.request.get('/account', { maxRedirects: 0 })
    expect(refused.headers().location).toBe('/login?next=%2Faccount')
  })

test('continues live updates on an open page after another tab changes the password', async ({
  member,
  otherMember,
}) => {
  const { page, context } = member
  await openLive(page, '/about')
  const reconnected = page.waitForResponse(
    (response) => response.url().includes('/data/stream') && response.status() === 200,
  )
  expect((await changePassword(context)).status()).toBe(303)
  await reconnected
  await follow(otherMember.context.request, member.username)
  await expect(page.locator('[data-unread="notifications"]')).toHaveText('1 unread')
})
