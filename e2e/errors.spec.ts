import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { findForm, submit } from '../scripts/bench/plain-form'
import { expectAccessible } from './accessible'
import { type BrokenServer, mailPassword, startBrokenServer } from './broken-server'
import { expect, test } from './fixtures'
import type { HttpMember } from './http-member'
import { findSecrets } from './log-secrets'
import { needs } from './needs'

test.describe.configure({ mode: 'default' })
needs('own server')

const wrongPassword = 'wrong horse 77'

let own: BrokenServer
let member: HttpMember

test.beforeAll(async () => {
  own = await startBrokenServer()
  member = own.member
})

test.afterAll(() => own.end())

const cookieOf = ({ cookie }: HttpMember) => {
  const [name = '', value = ''] = cookie.split('=')
  return { name, value, url: own.url, httpOnly: true, sameSite: 'Lax' as const }
}

/** Expects the error page in the layout of the site, with an id under which the log has the error. */
async function expectErrorPage(page: Page, path: string, language: 'en' | 'es' = 'en'): Promise<void> {
  const response = await page.goto(own.url + path)
  expect(response?.status()).toBe(500)
  const id = response?.headers()['x-request-id'] as string
  const [title, main] = { en: ['Something went wrong.', 'Main'], es: ['Algo ha fallado.', 'Principal'] }[
    language
  ]
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toHaveText(title as string)
  await expect(page.getByRole('main')).toContainText(id)
  await expect(page.getByRole('navigation', { name: main as string })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  expect(await page.content()).not.toMatch(/post_tags|prisma|SQLITE|node_modules|chunks\/ssr/i)
  // The log and the response arrive independently.
  await expect
    .poll(() => own.logEntries().find(({ requestId }) => requestId === id))
    .toMatchObject({ level: 50, path, err: { message: expect.stringContaining('post_tags') } })
}

for (const javaScriptEnabled of [true, false]) {
  const mode = `JavaScript ${javaScriptEnabled ? 'on' : 'off'}`

  test(`shows a guest the error page with a request id, ${mode} [ERR-02]`, async ({ newVisitor, guard }) => {
    guard.allow(500)
    await expectErrorPage(await newVisitor({ javaScriptEnabled }), '/tags/done')
    await expectErrorPage(await newVisitor({ javaScriptEnabled, locale: 'es-AR' }), '/tags/done', 'es')
  })

  test(`shows a member the error page with a request id, ${mode} [ERR-02]`, async ({ newVisitor, guard }) => {
    guard.allow(500)
    const page = await newVisitor({ javaScriptEnabled })
    await page.context().addCookies([cookieOf(member)])
    await expectErrorPage(page, '/tags/done')
    await expect(page.getByRole('button', { name: 'Log out' })).toHaveCount(1)
    if (javaScriptEnabled) await expectAccessible(page, 'error page')
  })
}

test('shows an error page after a soft navigation that fails, with a code that is in the log', async ({
  browser,
}) => {
  // Without the guard: React reports the error on the console.
  const context = await browser.newContext()
  await context.addCookies([cookieOf(member)])
  const page = await context.newPage()
  await page.goto(`${own.url}/explore`)
  await page.getByRole('link', { name: '#done' }).click()
  const problem = page.getByRole('main').getByRole('alert')
  await expect(problem).toContainText('Something went wrong.')
  const code = /the code ([^ ]+)\.$/m.exec((await problem.locator('p').nth(1).textContent()) ?? '')?.[1]
  expect(code).toBeDefined()
  await expect.poll(() => own.logEntries().some(({ err }) => err?.digest === code)).toBe(true)
  await context.close()
})

test('rolls back the transaction of a post that fails [ERR-02]', async () => {
  const count = () =>
    own.inDatabase((database) =>
      database
        .prepare("SELECT (SELECT count(*) FROM posts), post_count FROM users WHERE username = 'ann'")
        .raw()
        .get(),
    )
  const before = count()
  expect(await member.post('Half a post #done')).toBe(false)
  expect(member.statuses.get(500)).toBe(1)
  expect(count()).toEqual(before)
  expect(await member.post('A whole post')).toBe(true)
})

test('returns errors of the API as JSON, and those of pages if the client prefers JSON [ERR-04]', async () => {
  const ask = async (path: string, accept: string, method = 'GET') => {
    const response = await fetch(own.url + path, { method, headers: { accept, cookie: member.cookie } })
    return [
      response.status,
      response.headers.get('content-type')?.split(';')[0],
      await response.text(),
    ] as const
  }
  for (const [path, accept, expected] of [
    ['/tags/done', 'application/json', 500],
    ['/data/tags/done', 'text/html', 500],
    ['/nowhere', 'application/json', 404],
    ['/nowhere', 'text/html;q=0.5, application/json', 404],
    ['/forbidden', 'application/json', 403],
    ['/api/nowhere', 'text/html', 404],
  ] as const) {
    const [status, type, body] = await ask(path, accept)
    expect([path, status, type]).toEqual([path, expected, 'application/json'])
    expect(JSON.parse(body)).toHaveProperty('error')
    expect(body).not.toContain('post_tags')
  }
  const [status, type, body] = await ask('/api/health', 'text/html', 'PUT')
  expect([status, type]).toEqual([405, 'application/json'])
  expect(JSON.parse(body)).toEqual({ error: 'Method Not Allowed' })
  for (const accept of ['text/html', '*/*', 'text/html,application/json;q=0.9'])
    expect(await ask('/nowhere', accept)).toMatchObject([
      404,
      'text/html',
      expect.stringContaining('</main>'),
    ])
})

test('accepts the request id of a proxy, and replaces an invalid one', async () => {
  const ask = async (id: string) => {
    const response = await fetch(`${own.url}/tags/done`, {
      headers: { 'X-Request-Id': id, accept: 'text/html' },
    })
    return { id: response.headers.get('x-request-id'), body: await response.text() }
  }
  const { id, body } = await ask('proxy_0123456789')
  expect(id).toBe('proxy_0123456789')
  expect(body).toContain('proxy_0123456789')
  expect((await ask('<b>12345678</b>')).id).toMatch(/^[\da-f-]{13}$/)
})

test('mails errors to ADMINS with their stack, equal errors only once [ERR-05, RST-11]', async () => {
  for (let count = 0; count < 50; count += 1) await fetch(`${own.url}/tags/done`).then((one) => one.text())
  await expect.poll(() => own.mails.length).toBeGreaterThan(0)
  expect(own.mails.length).toBeLessThanOrEqual(2)
  const mail = (own.mails[0] as string).replace(/=\r\n/g, '').replace(/\r\n[ \t]/g, ' ')
  expect(mail).toMatch(/^To: ops@example\.com\r$/m)
  expect(mail).toMatch(/^From: Roost <ops@example\.com>\r$/m)
  expect(mail).toMatch(/^Subject: .*PrismaClientKnownRequestError/m)
  expect(mail).toContain('post_tags')
  expect(mail).toMatch(/ at .*\.next\/server/)
})

test('offers no debugging tools, also with NODE_ENV=development in the shell [ERR-08]', async () => {
  const html = await (await fetch(`${own.url}/about`)).text()
  const script = /\/_next\/static\/chunks\/[^"]+\.js/.exec(html)?.[0] as string
  expect((await fetch(own.url + script)).status).toBe(200)
  for (const path of [
    `${script}.map`,
    '/_next/webpack-hmr',
    '/_next/mcp',
    '/__nextjs_source-map?filename=x',
    '/__nextjs_original-stack-frames',
    '/__nextjs_launch-editor',
    '/dev/mail',
  ])
    expect((await fetch(own.url + path)).status, path).toBe(404)
  expect(html).not.toMatch(/next-devtools|nextjs-portal|react-refresh|hmr-client/)
})

test('falls back to a plain page when no page can be rendered', async ({ newVisitor, guard }) => {
  guard.allow(500)
  const rename = (from: string, to: string) =>
    own.inDatabase((database) => database.exec(`ALTER TABLE ${from} RENAME TO ${to}`))
  rename('sessions', 'moved_sessions')
  const page = await newVisitor({ locale: 'es-ES' })
  await page.context().addCookies([cookieOf(member)])
  const response = await page.goto(`${own.url}/notifications`)
  expect(response?.status()).toBe(500)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Algo ha fallado.')
  await expect(page.getByRole('main')).toContainText(response?.headers()['x-request-id'] as string)
  await expectAccessible(page, 'plain error page')
  rename('moved_sessions', 'sessions')
  await page.getByRole('link', { name: 'Intentarlo de nuevo' }).click()
  await expect(page).toHaveURL(`${own.url}/notifications`)
  await expect(page.getByRole('navigation').first()).toBeVisible()
})

test('writes structured lines to standard output and LOG_FILE, without secrets [ERR-06, SEC-38]', async () => {
  const form = findForm(await (await fetch(`${own.url}/login`)).text(), 'identifier')
  await submit(`${own.url}/login`, form, { identifier: 'ann', password: wrongPassword })
  await fetch(`${own.url}/reset-password/${'t0ken'.repeat(8)}`)
  await own.stop()
  const output = own.output()
  const afterStart = output.slice(output.indexOf('Data is in')).split('\n').slice(1)
  const lines = afterStart.filter((line) => line !== '')
  for (const line of lines)
    expect(Object.keys(JSON.parse(line)), line).toEqual(expect.arrayContaining(['level', 'time']))
  const inFile = readFileSync(own.logFile, 'utf8').trim().split('\n')
  expect(output.split('\n')).toEqual(expect.arrayContaining(inFile))
  for (const event of ['user.signed-up', 'session.refused', 'request.failed', 'mail.sent'])
    expect(inFile.join('\n')).toContain(`"event":"${event}"`)
  const secrets = [wrongPassword, 'quiet lantern 42', mailPassword, member.cookie.split('=')[1] as string]
  expect(findSecrets(output + own.mails.join(''), own.dataDir, [...secrets, 't0kent0ken'])).toEqual([])
})
