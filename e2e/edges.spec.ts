import { spawnSync } from 'node:child_process'
import { get } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { changeRows, readValue } from './database'
import { expect, test } from './fixtures'
import { HttpMember } from './http-member'
import { isServerless } from './needs'
import { startOwnServer } from './own-server'
import { newAccount, origin, password, serverOrigin, signUp } from './plain-http'
import { temporaryDirectory } from './temporary-directory'

for (const callbackUrl of [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
])
  test(`redirects a callbackUrl of ${callbackUrl} in Auth.js to the home page [NXT-07]`, async ({
    playwright,
  }) => {
    const visitor = await playwright.request.newContext({ baseURL: origin() })
    const account = await signUp(await playwright.request.newContext({ baseURL: origin() }))
    const { csrfToken } = await (await visitor.get('/api/auth/csrf')).json()
    const response = await visitor.post('/api/auth/callback/credentials', {
      form: { csrfToken, callbackUrl, identifier: account.username, password },
      maxRedirects: 0,
    })
    expect(new URL(response.headers().location ?? '', origin()).href).toBe(`${origin()}/`)
    await visitor.dispose()
  })

test('refuses an address to return to that Auth.js cannot parse [SEC-31]', async ({ request }) => {
  const statusOf = async (path: string) => (await request.get(path)).status()
  expect(await statusOf('/api/auth/csrf?callbackUrl=foo')).toBe(400)
  expect(await statusOf('/api/auth/csrf?callbackUrl=/account')).toBe(200)
})

test('answers 404 for a provider of Auth.js that is not configured', async ({ request }) => {
  for (const path of ['signin/github', 'callback/github', 'callback/nothing', 'callback/credentials/more'])
    for (const method of ['GET', 'POST'])
      expect((await request.fetch(`/api/auth/${path}`, { method })).status(), `${method} ${path}`).toBe(404)
})

test('refuses a large body for Auth.js, also one that is sent without its length [SEC-31]', async () => {
  const statusOf = async (body: BodyInit) => {
    const path = new URL('/api/auth/callback/credentials', serverOrigin())
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: serverOrigin() }
    const init = { method: 'POST', headers, body, redirect: 'manual', duplex: 'half' } as RequestInit
    return (await fetch(path, init)).status
  }
  const text = 'a'.repeat(100_000)
  expect([await statusOf(text), await statusOf(new Blob([text]).stream())]).toEqual([413, 413])
  expect(await statusOf('identifier=ann')).toBe(302)
})

test('refuses a form that is too large although it is sent without its length [SEC-31]', async () => {
  const start = '--x\r\nContent-Disposition: form-data; name="identifier"\r\n\r\n'
  const response = await fetch(new URL('/login', serverOrigin()), {
    method: 'POST',
    headers: { 'Content-Type': 'multipart/form-data; boundary=x', Origin: serverOrigin() },
    body: new Blob([start, 'a'.repeat(7_000_000)]).stream(),
    duplex: 'half',
  } as RequestInit)
  // Serverless hosts refuse it themselves.
  expect(response.status).toBe(isServerless ? 413 : 400)
})

test('answers requests that ask to upgrade the connection as any other [SEC-31]', async () => {
  const statusOf = (path: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const headers = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': '' }
      get(new URL(path, serverOrigin()), { headers, agent: false, timeout: 10_000 }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .once('timeout', () => reject(new Error(`${path} is not answered`)))
        .once('error', reject)
    })
  expect([await statusOf('/api/health/live'), await statusOf('/_next/webpack-hmr')]).toEqual([200, 404])
})

test('does not count requests to /api as activity [SEE-02, SEE-05]', async ({ playwright }) => {
  const visitor = await playwright.request.newContext({ baseURL: origin() })
  const { username } = await signUp(visitor, newAccount())
  const long = '2020-01-01T00:00:00.000+00:00'
  changeRows('UPDATE users SET last_seen_at = ? WHERE username = ?', long, username)
  await visitor.get('/api/health')
  await visitor.get('/api/health', { headers: { Authorization: 'Bearer nothing' } })
  expect(readValue('SELECT last_seen_at FROM users WHERE username = ?', username)).toBe(long)
  await visitor.dispose()
})

test('disables the image optimizer and ignores X-Forwarded-Host in redirects [SEC-35]', async ({
  request,
}) => {
  const image = await request.get('/_next/image?url=%2Ficon.svg&w=64&q=75')
  expect(image.status()).toBeGreaterThanOrEqual(400)
  for (const path of ['/register', '/account', '/user/x']) {
    const response = await request.get(path, {
      headers: { 'X-Forwarded-Host': 'evil.example' },
      maxRedirects: 0,
    })
    expect(response.headers().location).not.toContain('evil')
  }
})

test('refuses to start with a weak secret, without printing it [SEC-36]', () => {
  const start = (env: Record<string, string>) =>
    spawnSync(process.execPath, ['scripts/start.mjs', '--no-serve'], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { ...process.env, DATA_DIR: temporaryDirectory(), ...env },
      encoding: 'utf8',
    })
  for (const weak of ['hunter2', 'changeme-changeme-changeme-changeme', 'a'.repeat(40)]) {
    const { status, stdout, stderr } = start({ AUTH_SECRET: weak })
    expect(status).not.toBe(0)
    expect(stdout + stderr).toContain('AUTH_SECRET')
    expect(stdout + stderr).not.toContain(weak)
  }
})

test('authorizes no request when sessions cannot be read [SEC-37]', async () => {
  const own = await startOwnServer()
  const member = await HttpMember.signUp(own.url, 'closed')
  expect(await member.get('/account')).toContain('closed@example.com')
  const served = member.statuses.get(200)
  const rows = new Database(join(own.dataDir, 'roost.db'), { timeout: 10_000 })
  rows.exec('ALTER TABLE sessions RENAME TO sessions_away')
  rows.close()
  expect(await member.get('/account')).not.toContain('closed@example.com')
  expect(await member.post('must not be stored').catch(() => false)).toBe(false)
  expect(member.statuses.get(200)).toBe(served)
  await own.stop()
})

test('logs sign-ups, log-ins and failures without passwords or session ids [SEC-38]', async () => {
  const own = await startOwnServer(undefined, { LOG_LEVEL: 'info' })
  await HttpMember.signUp(own.url, 'logged')
  await HttpMember.signUp(own.url, 'logged').catch(() => null)
  await own.stop()
  const events = own
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
  expect(events.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['user.signed-up', 'session.opened', 'action.refused']),
  )
  expect(events.every(({ time, level }) => time && level)).toBe(true)
  expect(own.output()).not.toContain('quiet lantern')
  expect(own.output()).not.toMatch(/roost\.session|\$2[aby]\$/)
})
