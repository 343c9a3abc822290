// Runs with JavaScript and without.

import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { changeRows } from './database'
import { expect, fillLogIn, fillSignUp, flash, type Member, test } from './fixtures'
import { linkIn, receiveMail } from './mail'
import { newAccount, uniqueName } from './plain-http'
import { waitForHydration } from './typing'

const newEmail = () => `${uniqueName('new')}@example.com`

/** axe needs JavaScript. */
async function checkAccessibility(page: Page, where: string): Promise<void> {
  if (test.info().project.name === 'script') await expectAccessible(page, where)
}

function verifyAddress({ username }: Member): void {
  const sql = 'UPDATE users SET email_verified = ? WHERE username = ?'
  expect(changeRows(sql, new Date().toISOString(), username)).toBe(1)
}

/** Changes the address in the account form. @returns the link of the mail to the new address */
async function requestChange({ page }: Member, email: string): Promise<string> {
  await page.goto('/account')
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText(`Waiting for confirmation of ${email}`)).toBeVisible()
  return linkIn(await receiveMail(email), '/verify-email/')
}

test('verifies the address of a sign-up with the link of the mail [SEC-07]', async ({ page, guest }) => {
  const account = newAccount()
  await page.goto('/signup')
  await fillSignUp(page, account)
  await expect(page).toHaveURL('/')
  const first = linkIn(await receiveMail(account.email), '/verify-email/')
  await page.goto('/account')
  await expect(page.getByText('Not confirmed yet')).toBeVisible()
  await checkAccessibility(page, 'account with an address that is not verified')
  await page.getByRole('button', { name: 'Send the link again' }).click()
  await expect(flash(page, 'A new link is on its way.')).toBeVisible()
  const link = linkIn(await receiveMail(account.email, 2), '/verify-email/')
  expect(link).not.toBe(first)

  // Mail scanners open every link.
  for (const path of [first, link]) expect((await guest.request.get(path)).status()).toBe(200)
  await page.reload()
  await expect(page.getByText('Not confirmed yet')).toBeVisible()
  await guest.goto(link)
  await expect(guest.getByText(`Confirm that ${account.email} is the address of`)).toBeVisible()
  await checkAccessibility(guest, 'page of a link that verifies an address')
  await guest.getByRole('button', { name: 'Confirm the address' }).click()
  await expect(guest).toHaveURL('/login')
  await expect(flash(guest, 'Your email address is confirmed.')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Not confirmed yet')).toHaveCount(0)

  for (const path of [first, link, `${link}x`]) {
    await guest.goto(path)
    await expect(guest.getByText('That link is no longer valid')).toBeVisible()
    await expect(guest.getByRole('button', { name: 'Confirm the address' })).toHaveCount(0)
  }
  await guest.getByRole('link', { name: 'Log in to send a new link' }).click()
  await expect(guest).toHaveURL('/login?next=%2Faccount')
  await page.goto(link)
  await expect(page.getByRole('link', { name: 'Send a new link from your account' })).toBeVisible()
})

test('explains a link that is used while its page is open [SEC-07]', async ({ member, guest }) => {
  const link = await requestChange(member, newEmail())
  await guest.goto(link)
  await member.page.goto('/account')
  await member.page.getByRole('button', { name: 'Cancel' }).click()
  await expect(member.page.getByText('Waiting for confirmation')).toHaveCount(0)
  await guest.getByRole('button', { name: 'Confirm the address' }).click()
  await expect(guest.getByText('That link is no longer valid')).toBeVisible()
  await expect(guest).toHaveURL(link)
})

test('changes the address when the new one is confirmed', async ({ member }) => {
  const { page } = member
  const email = newEmail()
  await requestChange(member, email)
  await expect(page.getByLabel('Email')).toHaveValue(member.email)
  await checkAccessibility(page, 'account with a pending address')
  await page.getByRole('button', { name: 'Send again' }).click()
  await expect(flash(page, 'A new link is on its way.')).toBeVisible()
  const link = linkIn(await receiveMail(email, 2), '/verify-email/')
  await page.goto(link)
  await page.getByRole('button', { name: 'Confirm the address' }).click()
  await expect(page).toHaveURL('/account')
  await expect(flash(page, 'Your new email address is confirmed and in use.')).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue(email)
  await expect(page.getByText('Waiting for confirmation')).toHaveCount(0)
})

test('keeps the address when the change is cancelled', async ({ member }) => {
  const { page } = member
  await requestChange(member, newEmail())
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(flash(page, 'Your email address stays as it is.')).toBeVisible()
  await expect(page.getByText('Waiting for confirmation')).toHaveCount(0)
  await expect(page.getByLabel('Email')).toHaveValue(member.email)
})

test('refuses an address that another account has taken in the meantime', async ({ member, otherMember }) => {
  const { page } = member
  const email = newEmail()
  const link = await requestChange(member, email)
  await page.goto(link)
  const sql = 'UPDATE users SET email = ?, email_key = ? WHERE username = ?'
  expect(changeRows(sql, email, email, otherMember.username)).toBe(1)
  await page.getByRole('button', { name: 'Confirm the address' }).click()
  await expect(page.getByText(`Another account now uses ${email}.`)).toBeVisible()
  await page.goto('/account')
  await expect(page.getByLabel('Email')).toHaveValue(member.email)
})

test('restores the former address, ends every session and asks for a new password [SEC-08]', async ({
  member,
  guest,
}) => {
  verifyAddress(member)
  const { page } = member
  await page.goto(await requestChange(member, newEmail()))
  await page.getByRole('button', { name: 'Confirm the address' }).click()
  await expect(page).toHaveURL('/account')
  const mail = await receiveMail(member.email)
  expect(mail.subject).toBe('Your email address has changed')
  const link = linkIn(mail, '/undo-email-change/')
  await guest.goto(link)
  await expect(guest.getByText(`${member.email} becomes the address of the account`)).toBeVisible()
  await checkAccessibility(guest, 'page of a link that restores an address')
  await guest.getByRole('button', { name: 'Restore the address' }).click()
  await expect(guest).toHaveURL(/\/reset-password\/.+/)
  await expect(flash(guest, 'Your email address is restored.')).toBeVisible()
  await page.goto('/account')
  await expect(page).toHaveURL('/login?next=%2Faccount')

  const password = 'nine quiet lanterns'
  await guest.getByLabel('New password', { exact: true }).fill(password)
  await guest.getByLabel('Repeat password').fill(password)
  await guest.getByRole('button', { name: 'Save the password' }).click()
  await expect(guest).toHaveURL('/login')
  await fillLogIn(guest, member.email, password)
  await expect(guest).toHaveURL('/')
  await guest.goto(link)
  await expect(guest.getByText('That link is no longer valid')).toBeVisible()
})

test('sends a mail after a log-in from an unknown browser, but not from a known one [SEC-08]', async ({
  member,
  guest,
}) => {
  for (const _ of ['first', 'second']) {
    await guest.goto('/login')
    // Hydration restores the name that was submitted before.
    if (test.info().project.name === 'script') await waitForHydration(guest.getByLabel('Username or email'))
    await fillLogIn(guest, member.username, member.password)
    await expect(guest).toHaveURL('/')
    await guest.context().clearCookies({ name: 'roost.session' })
  }
  const mail = await receiveMail(member.email)
  expect(mail.subject).toBe('New log-in to your account')
  expect(mail.text).toContain('UTC · Chrome on Linux · from ')
})
