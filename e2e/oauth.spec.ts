import { mergeTests, type Page } from '@playwright/test'
import * as oauth from 'oauth4webapi'
import { expect, test as members } from './fixtures'
import { test as apps, consentPath, insertApp } from './oauth'
import { origin } from './plain-http'

const test = mergeTests(members, apps)

const insecure = { [oauth.allowInsecureRequests]: true }

/** Registers a confidential app on the page, as a developer does. */
async function registerApp(page: Page, name: string, redirectUri: string) {
  await page.goto('/account')
  await page.getByRole('navigation', { name: 'Account pages' }).getByRole('link', { name: 'Apps' }).click()
  await page.getByRole('link', { name: 'Register an app' }).click()
  await page.getByLabel('Name of the app').fill(name)
  await page.getByLabel('Redirect URIs').fill('http://app.example/cb')
  await page.getByLabel('It runs on a server').check()
  await page.getByRole('button', { name: 'Register' }).click()
  await expect(page.getByText(/^Enter complete addresses/)).toBeVisible()
  await page.getByLabel('Redirect URIs').fill(redirectUri)
  await page.getByRole('button', { name: 'Register' }).click()
  const [clientId, secret] = [page.locator('code').nth(0), page.locator('code').nth(1)]
  await expect(secret).toHaveText(/^roost_secret_[0-9a-f]{64}$/)
  return { client_id: (await clientId.textContent()) ?? '', secret: (await secret.textContent()) ?? '' }
}

test('an app that uses oauth4webapi gets access through the log-in and the consent page, until it is revoked [SEC-20]', async ({
  member,
  otherMember,
  newVisitor,
  callback,
}) => {
  const { secret, ...client } = await registerApp(member.page, 'Flow app', callback)
  const issuer = new URL(origin())
  const server = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure }),
  )
  const authenticate = oauth.ClientSecretBasic(secret)
  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()]
  const request = consentPath(client.client_id, {
    redirect_uri: callback,
    scope: 'read write',
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  })

  const page = await newVisitor()
  await page.goto(request)
  await page.getByLabel('Username or email').fill(otherMember.username)
  await page.getByLabel('Password', { exact: true }).fill(otherMember.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { name: 'Allow Flow app?' })).toBeVisible()
  await expect(page.getByText(`You are logged in as ${otherMember.username}.`)).toBeVisible()
  await expect(page.getByRole('link', { name: `@${member.username}` })).toBeVisible()
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/callback\?code=/)

  const answer = oauth.validateAuthResponse(server, client, new URL(page.url()), state)
  const issued = await oauth.processAuthorizationCodeResponse(
    server,
    client,
    await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authenticate,
      answer,
      callback,
      verifier,
      insecure,
    ),
  )
  const renewed = await oauth.processRefreshTokenResponse(
    server,
    client,
    await oauth.refreshTokenGrantRequest(
      server,
      client,
      authenticate,
      issued.refresh_token as string,
      insecure,
    ),
  )
  const read = async () => {
    const headers = { Authorization: `Bearer ${renewed.access_token}` }
    return (await fetch(`${origin()}/api/users`, { headers })).status
  }
  expect(await read()).toBe(200)

  await otherMember.page.goto('/account/apps')
  await expect(otherMember.page.getByText('read · write · allowed')).toBeVisible()
  await otherMember.page.getByRole('button', { name: 'Revoke Flow app' }).click()
  await expect(otherMember.page.getByText('No app has access to your account.')).toBeVisible()
  expect(await read()).toBe(401)
})

test('denies an app, shows an error for untrusted requests, and cannot be framed [SEC-20]', async ({
  member,
  callback,
  guard,
}) => {
  guard.allow(400)
  const { page } = member
  const { clientId } = insertApp(member, { name: 'Denied app', redirectUri: callback })
  const path = consentPath(clientId, { redirect_uri: callback })
  const response = await page.goto(path)
  expect(response?.headers()['x-frame-options']).toBe('DENY')
  const policy = response?.headers()['content-security-policy'] ?? ''
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toMatch(new RegExp(`form-action 'self' ${new URL(callback).origin}(?: |;)`))
  await page.getByRole('button', { name: 'Deny' }).click()
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/callback\?error=access_denied.*state=a\+state&iss=/)

  const untrusted = await page.goto(consentPath(clientId, { redirect_uri: 'https://evil.example/' }))
  expect(untrusted?.status()).toBe(400)
  expect(untrusted?.headers()['content-security-policy']).toMatch(/form-action 'self'(?:;| http)/)
  await expect(
    page.getByText('The redirect URI of the request is not registered for this app.'),
  ).toBeVisible()

  await page.goto(consentPath(clientId, { redirect_uri: callback, code_challenge_method: 'plain' }))
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/callback\?error=invalid_request/)
})

test('changes an app, replaces its secret and deletes it', async ({ member, callback }) => {
  const { page } = member
  await registerApp(page, 'Own app', callback)
  await page.goto('/account/apps')
  await page.getByRole('link', { name: 'Change Own app' }).click()
  await page.getByLabel('Name of the app').fill('Renamed app')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('link', { name: 'Change Renamed app' }).click()
  await page.getByRole('button', { name: 'Save and create a new secret' }).click()
  await expect(page.getByText(/^roost_secret_/)).toBeVisible()
  await page.getByRole('button', { name: 'Delete for good' }).click()
  await expect(page.getByText('You have not registered an app.')).toBeVisible()
})
