import { createHash } from 'node:crypto'
import type { APIResponse } from '@playwright/test'
import { changeRows, readValue } from './database'
import { expect, fillLogIn, test } from './fixtures'
import { needs } from './needs'
import { formFields, logIn, password, sendForm, serverOrigin } from './plain-http'

const sessionCookieOf = (response: APIResponse): string | undefined =>
  response
    .headersArray()
    .filter(({ name }) => name.toLowerCase() === 'set-cookie')
    .map(({ value }) => value)
    .findLast((value) => /^(?:__Host-)?roost\.session=/.test(value))

test('sets the session cookie HttpOnly, SameSite=Lax and without an expiry [LOG-13, SEC-11, REM-02]', async ({
  member,
  guest,
}) => {
  const { request } = guest.context()
  const response = await sendForm(request, '/login', 'identifier', { identifier: member.username, password })
  const cookie = sessionCookieOf(response) as string
  expect(cookie).toMatch(/^roost\.session=[\w-]{43};/)
  expect(cookie).toMatch(/; HttpOnly/i)
  expect(cookie).toMatch(/; SameSite=Lax/i)
  expect(cookie).toMatch(/; Path=\/(?:;|$)/i)
  expect(cookie).not.toMatch(/max-age|expires|domain|secure/i)
  expect(cookie.length).toBeLessThan(4096)
})

test('sets the session cookie Secure and host-only over https [LOG-13, SEC-11]', async ({
  member,
  playwright,
}) => {
  needs('reverse proxy')
  const proxied = {
    'X-Forwarded-For': '198.51.100.7',
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Host': 'roost.test',
  }
  const request = await playwright.request.newContext({ baseURL: serverOrigin(), extraHTTPHeaders: proxied })
  const html = await (await request.get('/login')).text()
  const response = await request.post('/login', {
    multipart: formFields(html, 'identifier', { identifier: member.username, password }),
    headers: { Origin: 'https://roost.test', Referer: 'https://roost.test/login' },
    maxRedirects: 0,
  })
  expect(response.status()).toBe(303)
  const cookie = sessionCookieOf(response) as string
  expect(cookie).toMatch(/^__Host-roost\.session=[\w-]{43};/)
  expect(response.headers()['set-cookie']).toMatch(/^__Host-roost\.devices=[^\n]*; Secure/im)
  expect(cookie).toMatch(/; Secure/i)
  expect(cookie).toMatch(/; HttpOnly/i)
  expect(cookie).toMatch(/; SameSite=Lax/i)
  await request.dispose()
})

test('creates a new session id at every log-in [SEC-10]', async ({ member, newVisitor }) => {
  const page = await newVisitor()
  const { request } = page.context()
  const log = () => sendForm(request, '/login', 'identifier', { identifier: member.username, password })
  const html = await (await request.get('/login')).text()
  const first = sessionCookieOf(await log()) as string
  await page.context().clearCookies()
  const second = sessionCookieOf(await log()) as string
  expect(second.split(';')[0]).not.toBe(first.split(';')[0])
  expect(html).not.toContain('roost.session')
})

test('sets the known-device cookie HttpOnly and without personal data [SEC-11]', async ({
  member,
  guest,
}) => {
  const response = await logIn(guest.context().request, member)
  const cookie = response
    .headersArray()
    .filter(({ name }) => name.toLowerCase() === 'set-cookie')
    .find(({ value }) => value.startsWith('roost.devices='))?.value as string
  expect(cookie).toMatch(/^roost\.devices=[\w-]{22}\.[\w-]{43};/)
  expect(cookie).toMatch(/; HttpOnly/i)
  expect(cookie).toMatch(/; SameSite=Lax/i)
  expect(cookie).toMatch(/; Max-Age=31536000/i)
})

test('ignores and deletes a tampered cookie [LOG-13]', async ({ member, newVisitor }) => {
  const [session] = (await member.context.cookies()).filter(({ name }) => name === 'roost.session')
  const value = session?.value ?? ''
  const last = value.endsWith('A') ? 'B' : 'A'
  for (const forged of [`${value.slice(0, -1)}${last}`, '', 'x', `${value}A`, "' OR 1=1 --", '%00']) {
    const page = await newVisitor()
    const header = { Cookie: `roost.session=${forged}` }
    const home = await page.context().request.get('/', { headers: header })
    expect(home.status(), forged).toBe(200)
    expect(await home.text(), forged).not.toContain(member.username)
    const account = await page.context().request.get('/account', { headers: header, maxRedirects: 0 })
    expect(account.status(), forged).toBe(303)
    if (forged) expect(account.headers()['set-cookie'], forged).toMatch(/roost\.session=;.*Max-Age=0/i)
  }
})

test('offers "Remember me", unchecked by default [REM-01]', async ({ page }) => {
  await page.goto('/login')
  await expect(page.getByRole('checkbox', { name: 'Remember me' })).not.toBeChecked()
})

test('keeps only a remembered session after the browser closes, for 365 days [REM-02, REM-03]', async ({
  member,
  newVisitor,
}) => {
  const reopenBrowser = async (remember: boolean) => {
    const page = await newVisitor()
    await page.goto('/login')
    if (remember) await page.getByRole('checkbox', { name: 'Remember me' }).check()
    await fillLogIn(page, member.username, password)
    await expect(page).toHaveURL('/')
    const cookies = await page.context().cookies()
    // A closing browser keeps only cookies with an expiry.
    const kept = cookies.filter(({ expires }) => expires > 0)
    const next = await newVisitor()
    await next.context().addCookies(kept)
    await next.goto('/account')
    return { url: next.url(), session: cookies.find(({ name }) => name === 'roost.session') }
  }
  const forgotten = await reopenBrowser(false)
  expect(forgotten.session?.expires).toBe(-1)
  expect(forgotten.url).toMatch(/\/login\?next=/)
  const kept = await reopenBrowser(true)
  expect(kept.url).toMatch(/\/account$/)
  const days = ((kept.session?.expires ?? 0) - Date.now() / 1000) / 86_400
  expect(days).toBeGreaterThan(364.9)
  expect(days).toBeLessThan(365.1)
})

test('renews a used remembered session at most once a day [REM-03]', async ({ member, newVisitor }) => {
  const { request } = (await newVisitor()).context()
  const values = { identifier: member.username, password, remember: 'on' }
  const logInAnswer = await sendForm(request, '/login', 'identifier', values)
  const token = /=([\w-]+)/.exec(sessionCookieOf(logInAnswer) ?? '')?.[1] ?? ''
  const hash = createHash('sha256').update(token).digest('hex')
  const endOfRow = () =>
    Date.parse(String(readValue('SELECT expires_at FROM sessions WHERE token_hash = ?', hash)))
  const inDays = (days: number) => Date.now() + days * 86_400_000
  expect(Math.abs(endOfRow() - inDays(365))).toBeLessThan(60_000)
  const shorter = new Date(inDays(335)).toISOString()
  changeRows('UPDATE sessions SET expires_at = ? WHERE token_hash = ?', shorter, hash)

  const posted = await request.post('/explore', { form: {}, maxRedirects: 0 })
  expect(sessionCookieOf(posted)).toBeUndefined()
  const page = await request.get('/explore')
  const cookie = sessionCookieOf(page) ?? ''
  expect(cookie.split(';')[0]).toBe(`roost.session=${token}`)
  expect(cookie).toMatch(/; HttpOnly/i)
  expect(cookie).toMatch(/; SameSite=Lax/i)
  expect(page.headers()['cache-control']).toBe('private, no-store')
  const cookieEnd = Date.parse(/expires=([^;]+)/i.exec(cookie)?.[1] ?? '')
  expect(Math.abs(cookieEnd - inDays(365))).toBeLessThan(60_000)
  await expect.poll(() => Math.abs(endOfRow() - inDays(365))).toBeLessThan(60_000)
  expect(sessionCookieOf(await request.get('/explore'))).toBeUndefined()
})

test('rejects a stored cookie of an ended session [SEC-12]', async ({ member, playwright, baseURL }) => {
  const cookie = (await member.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const request = await playwright.request.newContext({ baseURL, extraHTTPHeaders: { Cookie: cookie } })
  expect((await request.get('/account', { maxRedirects: 0 })).status()).toBe(200)
  await member.page.goto('/')
  await member.page.getByRole('button', { name: 'Log out' }).click()
  await expect(member.page.getByRole('link', { name: 'Log in' })).toBeVisible()
  const after = await request.get('/account', { maxRedirects: 0 })
  expect(after.headers().location).toBe('/login?next=%2Faccount')
  expect((await logIn(member.context.request, member)).status()).toBe(303)
  await request.dispose()
})
