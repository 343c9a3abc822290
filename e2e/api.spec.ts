import { type APIRequestContext, test as guest } from '@playwright/test'
import { changeRows, readValue } from './database'
import { expect, flash, type Member, test } from './fixtures'
import { newMember } from './members'
import { newAccount, password } from './plain-http'

/** A program: a client without cookies. */
const program = guest.extend<{ api: APIRequestContext }>({
  api: async ({ playwright, baseURL }, use) => {
    const api = await playwright.request.newContext({ ...(baseURL && { baseURL }) })
    await use(api)
    await api.dispose()
  },
})

const basic = (name: string) => ({
  Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
})
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })

async function logIn(api: APIRequestContext, name: string): Promise<string> {
  const response = await api.post('/api/tokens', { headers: basic(name) })
  expect(response.status()).toBe(200)
  return (await response.json()).token
}

const idOf = (name: string) => Number(readValue('SELECT id FROM users WHERE username = ?', name))

program(
  'signs up, logs in, reads, changes and logs out [API-01, API-03, API-09, TOK-01, TOK-04]',
  async ({ api }) => {
    const { username, email } = newAccount()
    const created = await api.post('/api/users', { data: { username, email, password, about_me: 'Birds' } })
    expect(created.status()).toBe(201)
    const path = created.headers().location ?? ''
    expect(path).toBe(`/api/users/${idOf(username)}`)
    expect(await created.json()).toMatchObject({ username, about_me: 'Birds', _links: { self: path } })
    const headers = bearer(await logIn(api, username))
    expect(await (await api.get(path, { headers })).json()).toEqual(await created.json())
    const changed = await api.put(path, { headers, data: { about_me: 'Boats', password: 'ignored' } })
    expect([changed.status(), (await changed.json()).about_me]).toEqual([200, 'Boats'])
    const other = newMember()
    expect((await api.put(`/api/users/${idOf(other.username)}`, { headers, data: {} })).status()).toBe(403)
    const ended = await api.delete('/api/tokens', { headers })
    expect([ended.status(), await ended.text()]).toEqual([204, ''])
    expect((await api.get(path, { headers })).status()).toBe(401)
  },
)

program('returns collections with working links [API-05, API-06, API-07, API-08]', async ({ api }) => {
  const [ann] = [newMember(), newMember(), newMember()]
  const headers = bearer(await logIn(api, ann.username))
  const read = async (path: string) => (await api.get(path, { headers })).json()
  const first = await read('/api/users?page=0&per_page=2')
  expect(first._meta).toMatchObject({ page: 1, per_page: 2 })
  expect(first._links.prev).toBeNull()
  const second = await read(first._links.next)
  expect(second._links.prev).toBe(first._links.self)
  const ids = [...first.items, ...second.items].map(({ id }: { id: number }) => id)
  expect(ids).toEqual([...ids].sort((a, b) => a - b))
  const path = `/api/users/${idOf(ann.username)}`
  expect(await read(`${path}/followed`)).toEqual(await read(`${path}/following`))
  expect(await read(`${path}/followers`)).toMatchObject({ items: [], _meta: { total_items: 0 } })
})

program('answers errors as JSON with their headers [API-02, API-11, API-12, TOK-02]', async ({ api }) => {
  const { username } = newMember()
  const json = { 'Content-Type': 'application/json' }
  const cases = [
    [await api.post('/api/users', { data: { username } }), 400],
    [await api.post('/api/users', { headers: json, data: Buffer.from('{') }), 400],
    [await api.post('/api/users', { form: { username } }), 415],
    [await api.post('/api/users', { data: { about_me: 'x'.repeat(140_000) } }), 413],
    [await api.patch('/api/users', { data: {} }), 405],
    [await api.get('/api/tokens'), 405],
    [await api.get('/api/users'), 401],
    [await api.get('/api/nowhere'), 404],
    [await api.put('/api/nowhere', { data: {} }), 404],
    [await api.get('/api/users/1/nothing', { headers: { Accept: 'text/html' } }), 404],
    [await api.post('/api/tokens'), 401],
  ] as const
  for (const [response, status] of cases) {
    expect([response.url(), response.status()]).toEqual([response.url(), status])
    expect(response.headers()['content-type']).toBe('application/json')
    expect(await response.json()).toHaveProperty('error')
  }
  expect(cases[4][0].headers().allow).toBe('GET, HEAD, POST, OPTIONS')
  expect(cases[6][0].headers()['www-authenticate']).toBe('Bearer realm="Roost"')
  expect(cases[10][0].headers()['www-authenticate']).toMatch(/^Basic realm="Roost"/)
  const problem = await api.get('/api/users/x', {
    headers: { ...bearer(await logIn(api, username)), Accept: 'application/problem+json' },
  })
  expect(await problem.json()).toEqual({ type: 'about:blank', title: 'Not Found', status: 404 })
})

test('keeps sessions and tokens apart [TOK-06]', async ({ member, playwright }) => {
  expect((await member.context.request.get('/api/users')).status()).toBe(401)
  expect((await member.context.request.delete('/api/tokens')).status()).toBe(401)
  const api = await playwright.request.newContext()
  const headers = bearer(await logIn(api, member.username))
  const page = await api.get('/account', { headers, maxRedirects: 0 })
  expect(page.status()).toBeGreaterThanOrEqual(300)
  expect(page.headers().location).toContain('/login')
  expect((await api.get('/data/home', { headers })).status()).toBe(401)
  expect((await api.storageState()).cookies.filter(({ name }) => name.includes('session'))).toEqual([])
  await api.dispose()
})

/** Sets the time of every log-in of a member to eleven minutes ago. */
function ageLogIns({ username }: Member): void {
  const before = new Date(Date.now() - 11 * 60_000).toISOString()
  const sql = 'UPDATE sessions SET created_at = ? WHERE user_id = (SELECT id FROM users WHERE username = ?)'
  expect(changeRows(sql, before, username)).toBeGreaterThan(0)
}

test('creates personal tokens, shows each once, and revokes them [TOK-03]', async ({
  member,
  playwright,
}) => {
  const { page } = member
  const api = await playwright.request.newContext()
  await page.goto('/account')
  await page.getByRole('link', { name: 'API tokens' }).click()
  await page.getByRole('button', { name: 'Create token' }).click()
  await expect(page.getByText('Give the token a name.')).toBeVisible()
  const made: string[] = []
  for (const name of ['Backup', 'Bot']) {
    await page.getByLabel('Name', { exact: true }).fill(name)
    if (name === 'Bot') {
      await page.getByLabel(/It may also change my account/).check()
      await page.getByLabel(/It may also read and send private messages/).check()
    }
    await expect(page.getByLabel(/what administrators may/)).toHaveCount(0)
    await page.getByRole('button', { name: 'Create token' }).click()
    await expect(page.getByRole('button', { name: `Revoke ${name}` })).toBeVisible()
    const shown = page.locator('code')
    await expect(shown).toHaveText(/^roost_/)
    if (made[0]) await expect(shown).not.toHaveText(made[0])
    made.push((await shown.textContent()) ?? '')
  }
  const [reading = '', writing = ''] = made
  expect(reading).toMatch(/^roost_[0-9a-f]{64}$/)
  const path = `/api/users/${idOf(member.username)}`
  const put = (token: string) => api.put(path, { headers: bearer(token), data: { about_me: 'By a bot' } })
  expect([(await put(reading)).status(), (await put(writing)).status()]).toEqual([403, 200])
  await page.reload()
  await expect(page.locator('code')).toHaveCount(0)
  await expect(page.getByText('Read, Write, Messages')).toBeVisible()
  const inbox = (token: string) => api.get('/api/messages', { headers: bearer(token) })
  expect([(await inbox(reading)).status(), (await inbox(writing)).status()]).toEqual([403, 200])
  await page.getByRole('button', { name: 'Revoke Bot' }).click()
  await expect(flash(page, 'The token is revoked.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Revoke Bot' })).toHaveCount(0)
  expect((await put(writing)).status()).toBe(401)
  expect((await api.get(path, { headers: bearer(reading) })).status()).toBe(200)
  await api.dispose()
})

test('asks for the password before it creates a token over ten minutes after log-in [SEC-09]', async ({
  member,
}) => {
  const { page } = member
  ageLogIns(member)
  await page.goto('/account/tokens')
  await page.getByLabel('Name', { exact: true }).fill('Bot')
  await page.getByRole('button', { name: 'Create token' }).click()
  await expect(page.getByText('Enter your current password.')).toBeVisible()
  await page.getByLabel('Current password').fill(password)
  await page.getByRole('button', { name: 'Create token' }).click()
  await expect(page.locator('code')).toHaveText(/^roost_/)
})
