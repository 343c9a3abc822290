import { mergeTests } from '@playwright/test'
import { expect, flash, test as members } from '../fixtures'
import { test as apps, consentPath, insertApp } from '../oauth'

const test = mergeTests(members, apps)

test('allows and revokes an app without JavaScript [SEC-20]', async ({ member, callback }) => {
  const { page } = member
  const { clientId } = insertApp(member, { name: 'Plain app', redirectUri: callback })
  await page.goto(consentPath(clientId, { redirect_uri: callback }))
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.waitForURL(/\/callback\?code=roost_code_[0-9a-f]{64}&state=a\+state&iss=http/)
  await page.goto('/account/apps')
  await page.getByRole('button', { name: 'Revoke Plain app' }).click()
  await expect(flash(page, 'The app has no access any more.')).toBeVisible()
})

test('registers an app and shows its secret without JavaScript', async ({ member }) => {
  const { page } = member
  await page.goto('/account/apps/new')
  await page.getByLabel('Name of the app').fill('Server')
  await page.getByLabel('Redirect URIs').fill('https://app.example/cb')
  await page.getByLabel('It runs on a server').check()
  await page.getByRole('button', { name: 'Register' }).click()
  await expect(page.getByText(/^roost_secret_[0-9a-f]{64}$/)).toBeVisible()
})
