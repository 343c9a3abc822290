import type { Page } from '@playwright/test'
import { expect, fillLogIn, fillSignUp, test } from './fixtures'
import { startOwnServer } from './own-server'
import { newAccount, sendForm } from './plain-http'

const tooOften = (page: Page) => page.getByRole('alert').filter({ hasText: 'Too many attempts' })
const refused = (page: Page) => page.getByRole('alert').filter({ hasText: 'do not belong together' })
const welcome = (page: Page) => page.getByRole('button', { name: 'Log out' })

test('accepts log-ins from a known browser while another client guesses the password [LOG-16]', async ({
  page,
  newVisitor,
}) => {
  test.setTimeout(120_000)
  const own = await startOwnServer(undefined, { RATE_LIMITS: 'on' })
  const account = newAccount()
  await page.goto(`${own.url}/signup`)
  await fillSignUp(page, account)
  await welcome(page).click()
  await expect(page.getByRole('link', { name: 'Log in' })).toBeVisible()

  const stranger = await newVisitor()
  for (let attempt = 0; attempt < 10; attempt++) {
    await stranger.goto(`${own.url}/login`)
    await fillLogIn(stranger, attempt % 2 === 0 ? account.username : account.email, 'not the password')
    await expect(refused(stranger)).toBeVisible()
  }
  for (const identifier of [account.username, account.email]) {
    await stranger.goto(`${own.url}/login`)
    await fillLogIn(stranger, identifier, account.password)
    await expect(tooOften(stranger)).toBeVisible()
  }

  await page.goto(`${own.url}/login`)
  await fillLogIn(page, account.username, 'a slip of the finger')
  await expect(refused(page)).toBeVisible()
  await fillLogIn(page, account.username, account.password)
  await expect(welcome(page)).toBeVisible()
  await own.stop()
})

test('accepts a sign-up from an address that has exceeded its log-in limit [REG-14]', async ({ page }) => {
  test.setTimeout(120_000)
  const own = await startOwnServer(undefined, { RATE_LIMITS: 'on' })
  const { request } = page.context()
  const login = `${own.url}/login`
  const from = { Origin: own.url, Referer: login }
  for (let attempt = 0; attempt < 30; attempt++)
    await sendForm(request, login, 'identifier', { identifier: `nobody${attempt}`, password: 'x' }, from)
  const response = await sendForm(request, login, 'identifier', { identifier: 'nobody', password: 'x' }, from)
  expect(await response.text()).toContain('Too many attempts')
  await page.goto(`${own.url}/signup`)
  await fillSignUp(page, newAccount())
  await expect(welcome(page)).toBeVisible()
  await own.stop()
})
