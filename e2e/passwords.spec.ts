import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, expectFieldError, fillLogIn, fillSignUp, flash, test } from './fixtures'
import { newAccount, password } from './plain-http'

const field = (page: Page) => page.getByLabel('Password', { exact: true })

/** Whether the page has loaded the estimator, detected by a word that occurs only in its dictionaries. */
async function hasEstimator(page: Page): Promise<boolean> {
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  const scripts = loaded.filter((name) => new URL(name).pathname.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(0)
  const texts = await Promise.all(scripts.map(async (name) => (await page.request.get(name)).text()))
  return texts.some((text) => text.includes('similarToCommon'))
}

test('explains while typing why a password is easy to guess [REG-10]', async ({ page }) => {
  await page.goto('/signup')
  await page.getByLabel('Username').fill('heron_watcher')
  await page.getByLabel('Email').fill('someone@example.com')
  await field(page).pressSequentially('iloveyou2024')
  await expect(field(page)).toHaveAccessibleDescription(/a small change to a password that many people use/)
  await expectAccessible(page, 'sign-up with a reason')
  await field(page).fill('heronwatcher!1')
  await expect(field(page)).toHaveAccessibleDescription(/too close to your own name/)
  await field(page).fill('three crows, two owls')
  await expect(field(page)).toHaveAccessibleDescription(/^At least 8 characters\./)
  await expect(field(page)).not.toHaveAttribute('aria-invalid', 'true')
})

test('shows the reason in the language of the page [REG-10]', async ({ page }) => {
  await page
    .context()
    .addCookies([{ name: 'roost.locale', value: 'es', url: process.env.E2E_ORIGIN as string }])
  await page.goto('/signup')
  const secret = page.getByLabel('Contraseña', { exact: true })
  await secret.fill('mariposas7')
  await expect(secret).toHaveAccessibleDescription(/fáciles de adivinar/)
})

test('loads the estimator only when a password is typed', async ({ page }) => {
  await page.goto('/signup')
  await page.getByLabel('Username').pressSequentially('heron_watcher')
  await page.waitForLoadState('networkidle')
  expect(await hasEstimator(page)).toBe(false)
  await field(page).fill('iloveyou2024')
  await expect(field(page)).toHaveAccessibleDescription(/a small change to a password/)
  expect(await hasEstimator(page)).toBe(true)
})

test('rejects a password that is easy to guess, with the reason at the field [REG-10]', async ({ page }) => {
  await page.goto('/signup')
  await fillSignUp(page, { ...newAccount(), password: '12345678901234567890' })
  await expectFieldError(page, 'Password', 'Repeating the same characters')
  await expect(page).toHaveURL('/signup')
})

test('shows while typing that a new password is too close to the member’s name [REG-10]', async ({
  member,
}) => {
  const { page } = member
  await page.goto('/account/security')
  const secret = page.getByLabel('New password', { exact: true })
  await secret.fill(`${member.username}7`)
  await expect(secret).toHaveAccessibleDescription(/too close to your own name/)
})

for (const [what, long] of [
  ['64 emoji', '🐦🦉🦆🦅🐧🦜🦩🐔'.repeat(8)],
  ['25 kanji', '海の見える静かな町に住む鳥たちは毎朝早く歌い始める'],
] as const)
  test(`accepts a password of ${what} at sign-up and log-in [REG-11]`, async ({ page, newVisitor }) => {
    const account = { ...newAccount(), password: long }
    await page.goto('/signup')
    await fillSignUp(page, account)
    await expect(flash(page, `Welcome, ${account.username}!`)).toBeVisible()
    const elsewhere = await newVisitor()
    await elsewhere.goto('/login')
    await fillLogIn(elsewhere, account.username, `${long}。`)
    await expect(flash(elsewhere, 'do not belong together')).toBeVisible()
    await fillLogIn(elsewhere, account.username, long)
    await expect(elsewhere).toHaveURL('/')
  })

test('accepts the same password in another Unicode normalization form', async ({ page, newVisitor }) => {
  const account = { ...newAccount(), password: `caf\u00e9 ${password}` }
  await page.goto('/signup')
  await fillSignUp(page, account, account.password.normalize('NFD'))
  await expect(flash(page, `Welcome, ${account.username}!`)).toBeVisible()
  const elsewhere = await newVisitor()
  await elsewhere.goto('/login')
  await fillLogIn(elsewhere, account.username, account.password.normalize('NFD'))
  await expect(elsewhere).toHaveURL('/')
})
