import { createHash } from 'node:crypto'
import type { APIRequestContext, APIResponse } from '@playwright/test'
import { expect, test } from './fixtures'
import { isServerless, needs } from './needs'
import {
  follow,
  formFields,
  newAccount,
  origin,
  sendForm,
  serverOrigin,
  uniqueName,
  writePost,
} from './plain-http'

const pages = ['/', '/explore', '/about', '/api/docs', '/login', '/signup', '/users/nobody_at_all']

const policyOf = (response: APIResponse): string =>
  response
    .headersArray()
    .filter(({ name }) => name.toLowerCase() === 'content-security-policy')
    .map(({ value }) => value)
    .join('; ')

/** Expects every inline script to have the nonce or a hash of the policy. */
async function expectScriptsCovered(response: APIResponse, path: string): Promise<void> {
  const policy = policyOf(response)
  const scripts = /script-src ([^;]+)/.exec(policy)?.[1] ?? ''
  expect(scripts, path).not.toMatch(/unsafe|https?:|\*|data:/)
  const nonce = /'nonce-([\w-]{20,})'/.exec(scripts)?.[1]
  const inline = [...(await response.text()).matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)].filter(
    ([, attributes]) => !/\ssrc=/.test(attributes as string),
  )
  expect(inline.length, path).toBeGreaterThan(0)
  for (const [, attributes = '', source = ''] of inline) {
    const hash = `'sha256-${createHash('sha256').update(source).digest('base64')}'`
    const covered = nonce ? attributes.includes(`nonce="${nonce}"`) : scripts.includes(hash)
    expect(covered, `${path}: ${source.slice(0, 60)}`).toBe(true)
  }
}

test('covers all inline scripts of a page by the content security policy, for guests and members [SEC-22]', async ({
  member,
  guest,
  newVisitor,
}) => {
  const id = await writePost(member.context.request, '</script><script>alert(1)</script>')
  const unlucky = (await newVisitor()).context().request
  const own = [...pages, `/users/${member.username}`, `/posts/${id}`, '/explore?before=x']
  for (const request of [guest.context().request, member.context.request, unlucky])
    for (const path of own) {
      const response = await request.get(path, { headers: { Accept: 'text/html' } })
      await expectScriptsCovered(response, path)
      const policy = policyOf(response)
      for (const rule of [
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
      ])
        expect(policy, path).toContain(rule)
      expect(policy, path).toMatch(/report-uri \/api\/csp-report/)
      expect(policy, path).not.toContain('unsafe')
    }
})

const strays = [
  ...['/manifesto', '/manifest.webmanifest-x', '/favicon.icox', '/favicon-x', '/robots', '/robots.txt-x'],
  ...['/icon', '/iconic', '/icon.svg/x', '/icon.svgx', '/api', '/apix', '/api/nothing', '/api/auth/nothing'],
  ...['/media', '/media/x', '/media/avatars', '/media/avatars/x', '/media/avatars/a/b', '/mediax'],
  ...['/avatars', '/avatars/x', '/avatars/1/2', '/avatarsx'],
  ...['/_next', '/_next/x', '/_next/image', '/_next/data/x.json', '/_next/static', '/_next/static/x.js'],
]
for (const path of strays)
  test(`returns 404 for ${path} with a policy that covers its scripts [SEC-22]`, async ({ request }) => {
    const response = await request.get(path)
    expect(response.status()).toBe(404)
    if (response.headers()['content-type']?.startsWith('text/html'))
      return expectScriptsCovered(response, path)
    expect(policyOf(response)).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
  })

test('sends a deny-all policy with responses that are not pages [SEC-22]', async ({ member, request }) => {
  const html = await (await member.context.request.get('/')).text()
  const script = /src="(\/_next\/static\/[^"]+\.js[^"]*)"/.exec(html)?.[1] as string
  for (const path of [script, '/icon.svg', '/avatars/1.svg', '/api/health', '/api/auth/csrf']) {
    const response = await request.get(path)
    expect(response.status(), path).toBe(200)
    expect(policyOf(response), path).toMatch(/^default-src 'none'[^,]*$/)
  }
})

test('uses a new nonce for each response [SEC-22]', async ({ member }) => {
  const nonce = async () => /'nonce-([^']+)'/.exec(policyOf(await member.context.request.get('/')))?.[1]
  const [one, two] = [await nonce(), await nonce()]
  expect(one).toBeTruthy()
  expect(one).not.toBe(two)
})

test('accepts policy reports and ignores malformed ones [SEC-22]', async ({ request }) => {
  for (const data of ['{"csp-report":{"violated-directive":"script-src"}}', 'nonsense', '[]', 'null', '']) {
    const response = await request.post('/api/csp-report', {
      data,
      headers: { 'Content-Type': 'application/csp-report' },
    })
    expect(response.status(), data).toBe(204)
  }
})

test('sends the security headers with every response [SEC-23]', async ({ member, guest }) => {
  for (const { request } of [guest.context(), member.context])
    for (const path of [...pages, '/account', '/api/health', '/icon.svg', '/avatars/1.svg', '/register']) {
      const response = await request.get(path, { maxRedirects: 0 })
      const headers = response.headers()
      const seconds = Number(/max-age=(\d+)/.exec(headers['strict-transport-security'] ?? '')?.[1])
      expect(seconds, path).toBeGreaterThanOrEqual(31_536_000)
      expect(headers['x-content-type-options'], path).toBe('nosniff')
      expect(headers['referrer-policy'], path).toBe('same-origin')
      expect(headers['cross-origin-opener-policy'], path).toBe('same-origin')
      expect(headers['permissions-policy'], path).toContain('camera=()')
      expect(headers['x-powered-by'], path).toBeUndefined()
      if (response.status() === 200)
        expect(headers['content-type'], path).toMatch(/^(text\/html|application\/json|image\/svg\+xml)/)
    }
})

test('never serves a response that was rendered for another user [SEC-32]', async ({
  member,
  otherMember,
  playwright,
  baseURL,
}) => {
  const id = await writePost(member.context.request, 'Public')
  await follow(otherMember.context.request, member.username)
  const guest = await playwright.request.newContext({ baseURL })
  const paths = ['/', '/explore', '/about', `/users/${member.username}`, `/posts/${id}`, '/login']
  const name = (who: { username: string }) => new RegExp(`href="/users/${who.username}"[^>]* class="nav-item`)
  const readPage = async (request: APIRequestContext, path: string) => {
    const response = await request.get(path, { maxRedirects: 0, headers: { Accept: 'text/html' } })
    return { html: await response.text(), headers: response.headers() }
  }
  for (let round = 0; round < 3; round += 1)
    for (const path of paths) {
      const [one, two, nobody] = await Promise.all([
        readPage(member.context.request, path),
        readPage(otherMember.context.request, path),
        readPage(guest, path),
      ])
      if (path !== '/login') {
        expect(one.html).toMatch(name(member))
        expect(two.html).toMatch(name(otherMember))
      }
      expect(one.html).not.toContain(otherMember.username)
      expect(two.html).not.toMatch(name(member))
      expect(nobody.html).not.toContain('account-menu')
      expect(nobody.html).not.toContain(otherMember.username)
      for (const { headers } of [one, two]) expect(headers['cache-control'], path).toBe('private, no-store')
      if (isServerless) {
        expect(nobody.headers['cache-control'], path).toBe('private, no-store')
        continue
      }
      // Shared caches may store guest pages for a second; Vary prevents their use for requests with a session.
      expect(nobody.headers['cache-control'], path).toBe('public, max-age=0, s-maxage=1')
      expect(nobody.headers.vary, path).toMatch(/Cookie/)
      expect(nobody.headers.vary, path).toMatch(/Accept-Language/)
    }
  await guest.dispose()
})

const foreign = [
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  { Origin: `${origin()}.evil.example` },
  { Origin: origin().replace(/\d+$/, '1') },
]
for (const headers of foreign)
  test(`rejects a form with the origin ${headers.Origin.replace(/\d+/, 'port')} and changes nothing [SEC-15, FRM-01]`, async ({
    member,
    playwright,
    baseURL,
  }) => {
    const text = `Forged ${uniqueName()}`
    const response = await sendForm(member.context.request, '/', 'body', { body: text }, headers)
    expect(response.status()).toBe(403)
    expect(await (await member.context.request.get('/')).text()).not.toContain(text)

    const guest = await playwright.request.newContext({ baseURL })
    const { username, email, password } = newAccount()
    const values = { username, email, password, repeat: password }
    expect((await sendForm(guest, '/signup', 'username', values, headers)).status()).toBe(403)
    expect((await guest.get(`/users/${username}`)).status()).toBe(404)
    await guest.dispose()
  })

test('rejects cross-site forms by Sec-Fetch-Site when the Origin header is missing [SEC-15, FRM-01]', async ({
  member,
}) => {
  const { request } = member.context
  const html = await (await request.get('/')).text()
  const send = (site: string, body: string) =>
    request.post('/', {
      multipart: formFields(html, 'body', { body }),
      maxRedirects: 0,
      headers: { 'Sec-Fetch-Site': site },
    })
  for (const site of ['cross-site', 'same-site'])
    expect((await send(site, 'Forged')).status(), site).toBe(403)
  expect(await (await request.get('/')).text()).not.toContain('Forged')
})

test('compares the Origin header with the forwarded host behind a proxy [FRM-02, FRM-01]', async ({
  playwright,
}) => {
  needs('reverse proxy')
  const proxied = {
    'X-Forwarded-For': '198.51.100.9',
    'X-Forwarded-Proto': 'https',
    'X-Forwarded-Host': 'roost.test',
  }
  const request = await playwright.request.newContext({ baseURL: serverOrigin(), extraHTTPHeaders: proxied })
  const { username, email, password } = newAccount()
  const values = { username, email, password, repeat: password }
  const refused = await sendForm(request, '/signup', 'username', values, { Origin: origin() })
  expect(refused.status()).toBe(403)
  const referer = 'https://roost.test/signup'
  const taken = await sendForm(request, '/signup', 'username', values, {
    Origin: 'https://roost.test',
    Referer: referer,
  })
  expect(taken.status()).toBe(303)
  expect((await request.get(`/users/${username}`)).status()).toBe(200)
  await request.dispose()
})
