import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { type OwnServer, startOwnServer } from './own-server'

/** Opens the database of the test's own server. */
const openDatabase = ({ dataDir }: OwnServer) => new Database(join(dataDir, 'roost.db'), { timeout: 10_000 })

function readRows(own: OwnServer, sql: string): unknown[] {
  const db = openDatabase(own)
  try {
    return db.prepare(sql).all()
  } finally {
    db.close()
  }
}

/** Sets the time of every log-in to eleven minutes ago. */
function ageLogIns(own: OwnServer): void {
  const db = openDatabase(own)
  const before = new Date(Date.now() - 11 * 60_000).toISOString()
  expect(db.prepare('UPDATE sessions SET created_at = ?').run(before).changes).toBeGreaterThan(0)
  db.close()
}

type Profile = { id: number; login: string; name: string; email: string }

/** Simulates the log-in endpoints of a GitHub Enterprise server. Every log-in returns `profile`. */
async function startGitHub(profile: Profile): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://github.test')
    if (url.pathname === '/login/oauth/authorize') {
      const back = new URL(url.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('code', 'one-time-code')
      const state = url.searchParams.get('state')
      if (state) back.searchParams.set('state', state)
      return response.writeHead(302, { location: back.href }).end()
    }
    const answers: Record<string, object> = {
      '/login/oauth/access_token': {
        access_token: 'granted',
        token_type: 'bearer',
        scope: 'read:user,user:email',
      },
      '/api/v3/user/emails': [{ email: profile.email, primary: true, verified: true }],
    }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answers[url.pathname] ?? profile))
  }).listen(0)
  await new Promise((resolve) => server.once('listening', resolve))
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server }
}

test('creates an account at the first GitHub log-in and reuses it at the second', async ({ browser }) => {
  const github = await startGitHub({ id: 42, login: 'octo-cat', name: 'Octo Cat', email: 'octo@example.com' })
  const env = { AUTH_GITHUB_ID: 'id', AUTH_GITHUB_SECRET: 'secret', AUTH_GITHUB_URL: github.url }
  const own = await startOwnServer(undefined, env)
  for (const visit of ['first', 'second']) {
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${own.url}/login?next=%2Faccount%3Fa%3Db`)
    await page.getByRole('button', { name: 'Log in with GitHub' }).click()
    await expect(page, visit).toHaveURL(`${own.url}/account?a=b`)
    await expect(page.getByLabel('Username', { exact: true })).toHaveValue('octocat')
    await expect(page.getByLabel('Display name')).toHaveValue('Octo Cat')
    await expect(page.getByText('Not confirmed yet')).toHaveCount(0)
  }
  github.server.close()
  await own.stop()
})

test('ends the former session of the browser at a GitHub log-in [SEC-10]', async ({ browser }) => {
  const github = await startGitHub({ id: 44, login: 'wren', name: 'Wren', email: 'wren@example.com' })
  const env = { AUTH_GITHUB_ID: 'id', AUTH_GITHUB_SECRET: 'secret', AUTH_GITHUB_URL: github.url }
  const own = await startOwnServer(undefined, env)
  const context = await browser.newContext()
  const tabs = [await context.newPage(), await context.newPage()]
  const sessions: string[] = []
  for (const tab of tabs) await tab.goto(`${own.url}/login?next=%2Faccount`)
  for (const tab of tabs) {
    await tab.getByRole('button', { name: 'Log in with GitHub' }).click()
    await expect(tab).toHaveURL(`${own.url}/account`)
    const cookie = (await context.cookies()).find(({ name }) => name === 'roost.session')
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    sessions.push(cookie?.value ?? '')
  }
  const accountPageOf = async (token = '') => {
    const headers = { cookie: `roost.session=${token}` }
    return (await fetch(`${own.url}/account`, { headers })).url
  }
  expect(sessions[1]).not.toBe(sessions[0])
  expect(await accountPageOf(sessions[0])).toContain('/login?next=%2Faccount')
  expect(await accountPageOf(sessions[1])).toBe(`${own.url}/account`)
  await context.close()
  github.server.close()
  await own.stop()
})

test('truncates a long name, and rejects an email address that is too long, with the reason', async ({
  browser,
}) => {
  const profile = {
    id: 45,
    login: 'long',
    name: 'Wren 🐦 '.repeat(20),
    email: `${'x'.repeat(110)}@example.com`,
  }
  const github = await startGitHub(profile)
  const env = { AUTH_GITHUB_ID: 'id', AUTH_GITHUB_SECRET: 'secret', AUTH_GITHUB_URL: github.url }
  const own = await startOwnServer(undefined, env)
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${own.url}/login`)
  await page.getByRole('button', { name: 'Log in with GitHub' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'longer than 120 characters' })).toBeVisible()
  await expect(page).toHaveURL(/\/login\?/)
  profile.email = 'long@example.com'
  await page.getByRole('button', { name: 'Log in with GitHub' }).click()
  await expect(page).toHaveURL(`${own.url}/`)
  await page.goto(`${own.url}/account`)
  await expect(page.getByLabel('Display name')).toHaveValue(`${'Wren 🐦 '.repeat(7)}W`)
  github.server.close()
  await own.stop()
})

test('does not link a GitHub log-in to an account with a password', async ({ browser }) => {
  const github = await startGitHub({ id: 43, login: 'susan2', name: 'Susan', email: 'susan@example.com' })
  const env = { AUTH_GITHUB_ID: 'id', AUTH_GITHUB_SECRET: 'secret', AUTH_GITHUB_URL: github.url }
  const own = await startOwnServer(undefined, env)
  const { HttpMember } = await import('./http-member')
  await HttpMember.signUp(own.url, 'susan')
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${own.url}/login`)
  await page.getByRole('button', { name: 'Log in with GitHub' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Log in with your password' })).toBeVisible()
  github.server.close()
  await own.stop()
})

test('requires a recent GitHub log-in for a first password and a new email address [SEC-09]', async ({
  browser,
}) => {
  const github = await startGitHub({ id: 44, login: 'octo', name: 'Octo', email: 'octo@example.com' })
  const env = { AUTH_GITHUB_ID: 'id', AUTH_GITHUB_SECRET: 'secret', AUTH_GITHUB_URL: github.url }
  const own = await startOwnServer(undefined, env)
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${own.url}/login`)
  await page.getByRole('button', { name: 'Log in with GitHub' }).click()
  await expect(page).toHaveURL(`${own.url}/`)

  ageLogIns(own)
  await page.goto(`${own.url}/account`)
  await page.getByLabel('Email').fill('other@example.com')
  await page.getByLabel('About me').fill('Kept through the log-in')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'more than ten minutes old' })).toBeVisible()
  await page.getByRole('link', { name: 'Log in again' }).click()
  await page.getByRole('button', { name: 'Log in with GitHub' }).click()
  await expect(page).toHaveURL(`${own.url}/account`)
  await expect(page.getByLabel('Email')).toHaveValue('other@example.com')
  await expect(page.getByLabel('About me')).toHaveValue('Kept through the log-in')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Your account is saved.')).toBeVisible()

  ageLogIns(own)
  await page.goto(`${own.url}/account/security`)
  await expect(page.getByText('more than ten minutes old')).toBeVisible()
  await expect(page.getByLabel('New password', { exact: true })).toHaveCount(0)
  await page.getByRole('link', { name: 'Log in again' }).click()
  await page.getByRole('button', { name: 'Log in with GitHub' }).click()
  await expect(page).toHaveURL(`${own.url}/account/security`)
  await page.getByLabel('New password', { exact: true }).fill('five small wrens')
  await page.getByLabel('Repeat new password').fill('five small wrens')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Your password is changed')).toBeVisible()
  await expect(page.getByLabel('Current password')).toBeVisible()
  github.server.close()
  await own.stop()
})

test('does not link a GitHub log-in to the account of the current session [SEC-09]', async ({ browser }) => {
  const github = await startGitHub({ id: 45, login: 'thief', name: 'Thief', email: 'thief@example.com' })
  const env = { AUTH_GITHUB_ID: 'id', AUTH_GITHUB_SECRET: 'secret', AUTH_GITHUB_URL: github.url }
  const own = await startOwnServer(undefined, env)
  const { HttpMember } = await import('./http-member')
  const susan = await HttpMember.signUp(own.url, 'susan')
  const context = await browser.newContext()
  const [name = '', value = ''] = susan.cookie.split('=')
  await context.addCookies([{ name, value, url: own.url }])
  const { csrfToken } = await (await context.request.get(`${own.url}/api/auth/csrf`)).json()
  const form = { csrfToken, callbackUrl: '/account' }
  await context.request.post(`${own.url}/api/auth/signin/github`, { form, headers: { Origin: own.url } })
  const accounts = readRows(own, 'SELECT u.username FROM accounts a JOIN users u ON u.id = a.user_id')
  expect(accounts).toEqual([{ username: 'thief' }])
  github.server.close()
  await own.stop()
})

test('offers no provider that is not configured', async ({ page }) => {
  await page.goto('/login')
  await expect(page.getByRole('button', { name: 'Log in', exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: /GitHub|Google/ })).toHaveCount(0)
})

for (const code of ['Configuration', '__proto__', 'constructor', '<script>'])
  test(`shows a general message for the unknown log-in error ${code}`, async ({ page }) => {
    await page.goto(`/login?error=${encodeURIComponent(code)}`)
    await expect(page.getByRole('alert').filter({ hasText: 'did not work' })).toBeVisible()
  })
