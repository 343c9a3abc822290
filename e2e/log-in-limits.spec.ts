import type { Page } from '@playwright/test'
import { expect, fillLogIn, fillSignUp, test } from './fixtures'
import { startOwnServer } from './own-server'
import { newAccount, sendForm } from './plain-http'
import { waitForHydration } from './typing'

const tooOften = (page: Page) => page.getByRole('alert').filter({ hasText: 'Too many attempts' })
const refused = (page: Page) => page.getByRole('alert').filter({ hasText: 'do not belong together' })
/** Status 429 with the limit, for script and for plain forms. */
function expectLimitHeaders(status: number, headers: Record<string, string>): void {
  expect(status).toBe(429)
  expect(Number(headers['retry-after'])).toBeGreaterThan(0)
  expect(headers['ratelimit-policy']).toMatch(/^"login-(?:account|ip)";q=\d+;w=900$/)
  expect(headers.ratelimit).toMatch(/^"login-(?:account|ip)";r=0;t=\d+$/)
}

/** Opens the log-in form, and waits until hydration has restored the name that was submitted before. */
async function openLogIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/login`)
  await waitForHydration(page.getByLabel('Username or email'))
}

const welcome = (page: Page) => page.getByRole('button', { name: 'Log out' })

test('accepts log-ins from a known browser while another client guesses the password [LOG-16]', async ({
  page,
  newVisitor,
  guard,
}) => {
  guard.allow(429)
  const own = await startOwnServer(undefined, { RATE_LIMITS: 'on' })
  const account = newAccount()
  await page.goto(`${own.url}/signup`)
  await fillSignUp(page, account)
  await welcome(page).click()
  await expect(page.getByRole('link', { name: 'Log in' })).toBeVisible()

  const stranger = await newVisitor()
  for (let attempt = 0; attempt < 10; attempt++) {
    await openLogIn(stranger, own.url)
    await fillLogIn(stranger, attempt % 2 === 0 ? account.username : account.email, 'not the password')
    await expect(refused(stranger)).toBeVisible()
  }
  for (const identifier of [account.username, account.email]) {
    await openLogIn(stranger, own.url)
    const response = stranger.waitForResponse((sent) => sent.request().method() === 'POST')
    await fillLogIn(stranger, identifier, account.password)
    await expect(tooOften(stranger)).toBeVisible()
    expectLimitHeaders((await response).status(), (await response).headers())
  }

  await page.goto(`${own.url}/login`)
  await fillLogIn(page, account.username, 'a slip of the finger')
  await expect(refused(page)).toBeVisible()
  await fillLogIn(page, account.username, account.password)
  await expect(welcome(page)).toBeVisible()
  await own.stop(page, stranger)
})

test('accepts a sign-up from an address that has exceeded its log-in limit [REG-14]', async ({ page }) => {
  const own = await startOwnServer(undefined, { RATE_LIMITS: 'on' })
  const { request } = page.context()
  const login = `${own.url}/login`
  const from = { Origin: own.url, Referer: login }
  for (let attempt = 0; attempt < 30; attempt++)
    await sendForm(request, login, 'identifier', { identifier: `nobody${attempt}`, password: 'x' }, from)
  const response = await sendForm(request, login, 'identifier', { identifier: 'nobody', password: 'x' }, from)
  expect(await response.text()).toContain('Too many attempts')
  expectLimitHeaders(response.status(), response.headers())
  await page.goto(`${own.url}/signup`)
  await fillSignUp(page, newAccount())
  await expect(welcome(page)).toBeVisible()
  await own.stop(page)
})
