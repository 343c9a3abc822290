import { expect, fillLogIn, flash, test } from '../fixtures'
import { linkIn, receiveMail } from '../mail'
import { newMember } from '../members'

test('resets a password without JavaScript [RST-06, RST-07]', async ({ page }) => {
  const { username, email } = newMember()
  await page.goto('/login')
  await page.getByRole('link', { name: 'Forgot password?' }).click()
  await page.getByLabel('Email').fill('not an address')
  await page
    .getByLabel('Email')
    .evaluate((field: HTMLInputElement) => field.form?.setAttribute('novalidate', ''))
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(page.getByLabel('Email')).toHaveValue('not an address')
  await expect(page.getByText('Enter a complete email address')).toBeVisible()
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await expect(flash(page, 'is on its way')).toBeVisible()

  const link = linkIn(await receiveMail(email), '/reset-password/')
  const save = async (password: string) => {
    await page.getByLabel('New password', { exact: true }).fill(password)
    await page.getByLabel('Repeat password').fill(password)
    await page.getByRole('button', { name: 'Save the password' }).click()
  }
  await page.goto(link)
  await save('password1')
  await expect(page.getByLabel('New password', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await save('nine quiet lanterns')
  await expect(flash(page, 'Your password is changed.')).toBeVisible()
  await fillLogIn(page, username, 'nine quiet lanterns')
  await expect(page).toHaveURL('/')
  await page.goto(link)
  await expect(page).toHaveURL('/')
})
