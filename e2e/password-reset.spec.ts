import { expectAccessible } from './accessible'
import { expect, fillLogIn, flash, test } from './fixtures'
import { linkIn, receiveMail } from './mail'
import { newMember } from './members'
import { password } from './plain-http'
import { keptDrafts, openWithDelayedScripts, waitForHydration } from './typing'

const newPassword = 'nine quiet lanterns'

test('sets a new password with the link of the mail [RST-01, RST-07, RST-10, TST-03]', async ({ page }) => {
  const account = newMember()
  await page.goto('/login')
  await page.getByRole('link', { name: 'Forgot password?' }).click()
  await expect(page).toHaveURL('/reset-password')
  await expectAccessible(page, 'request for a link')
  await page.getByLabel('Email').fill(account.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(flash(page, 'a link to choose a new password is on its way')).toBeVisible()
  await expect(page).toHaveURL('/login')

  const link = linkIn(await receiveMail(account.email), '/reset-password/')
  await page.goto(link)
  await expect(
    page.getByText(`It replaces the password of ${account.username} and logs you out everywhere.`),
  ).toBeVisible()
  await expectAccessible(page, 'new password')
  await page.getByLabel('New password', { exact: true }).fill(newPassword)
  await page.getByLabel('Repeat password').fill('another one entirely')
  await page.getByRole('button', { name: 'Save the password' }).click()
  await expect(page.getByLabel('Repeat password')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('Repeat password').fill(newPassword)
  await page.getByRole('button', { name: 'Save the password' }).click()
  await expect(flash(page, 'Your password is changed.')).toBeVisible()
  await expect(page).toHaveURL('/login')

  await fillLogIn(page, account.username, password)
  await expect(flash(page, 'That name and password do')).toBeVisible()
  await fillLogIn(page, account.username, newPassword)
  await expect(page).toHaveURL('/')
  expect((await receiveMail(account.email, 2)).subject).toBe('Your password has changed')
})

test('a used or altered link leads to the request form with a warning [RST-05, RST-06]', async ({ page }) => {
  const account = newMember()
  await page.goto('/reset-password')
  await page.getByLabel('Email').fill(account.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page).toHaveURL('/login')
  const link = linkIn(await receiveMail(account.email), '/reset-password/')
  await page.goto(`${link.slice(0, -1)}_`)
  await expect(page).toHaveURL(/\/reset-password\?expired/)
  await expect(page.getByRole('alert').filter({ hasText: 'no longer valid' })).toBeVisible()

  // Two tabs with the same link: only the first one may use it.
  const other = await page.context().newPage()
  await page.goto(link)
  await other.goto(link)
  for (const tab of [page, other]) {
    await tab.getByLabel('New password', { exact: true }).fill(newPassword)
    await tab.getByLabel('Repeat password').fill(newPassword)
  }
  await page.bringToFront()
  await page.getByRole('button', { name: 'Save the password' }).click()
  await expect(page).toHaveURL('/login')
  await other.bringToFront()
  await other.getByRole('button', { name: 'Save the password' }).click()
  await expect(other).toHaveURL(/\/reset-password\?expired/)
})

test('returns the same response for unknown and known addresses [RST-02]', async ({ page }) => {
  const texts: (string | null)[] = []
  for (const email of [newMember().email, 'nobody-at-all@example.com']) {
    await page.goto('/reset-password')
    await page.getByLabel('Email').fill(email)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await expect(page).toHaveURL('/login')
    const message = flash(page, 'is on its way')
    await expect(message).toBeVisible()
    texts.push(await message.textContent())
  }
  expect(texts[0]).toBe(texts[1])
})

test('keeps no draft of an address after the request', async ({ page }) => {
  const field = page.getByLabel('Email')
  for (const isEarly of [false, true]) {
    await page.goto('/reset-password')
    await waitForHydration(field)
    await expect(field).toHaveValue('')
    await field.fill('nobody-at-all@example.com')
    await expect.poll(() => keptDrafts(page)).toHaveLength(1)
    const letScriptsIn = isEarly ? await openWithDelayedScripts(page, '/reset-password') : () => {}
    await field.fill('nobody-at-all@example.com')
    await page.getByRole('button', { name: 'Send the link' }).click({ noWaitAfter: true })
    await expect(flash(page, 'is on its way')).toBeVisible()
    letScriptsIn()
    await expect.poll(() => keptDrafts(page)).toEqual([])
  }
})

test('redirects members from both pages to their home [RST-08]', async ({ member }) => {
  for (const path of ['/reset-password', '/reset-password/anything']) {
    await member.page.goto(path)
    await expect(member.page).toHaveURL('/')
  }
})

test('the page and the mail are in the language of the visitor [RST-03, TST-03]', async ({ page }) => {
  const account = newMember()
  await page
    .context()
    .addCookies([{ name: 'roost.locale', value: 'es', url: process.env.E2E_ORIGIN as string }])
  await page.goto('/reset-password')
  await page.getByLabel('Correo').fill(account.email)
  await page.getByRole('button', { name: 'Enviar el enlace' }).click()
  await expect(page).toHaveURL('/login')
  expect((await receiveMail(account.email)).subject).toBe('Elige una contraseña nueva')
})
