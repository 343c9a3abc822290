import type { APIRequestContext } from '@playwright/test'
import { locales } from '../lib/i18n/locales'
import { expect, test } from './fixtures'
import { formFields, logIn, origin, sendForm, serverOrigin, uniqueName, writePost } from './plain-http'

/** Reads the HTML of an address and expects a status. */
async function readHtml(request: APIRequestContext, path: string, status: number): Promise<string> {
  const response = await request.get(path, { maxRedirects: 0, headers: { Accept: 'text/html' } })
  expect(response.status(), path).toBe(status)
  return response.text()
}

test('the about page has the version that runs, for guests and members in every language', async ({
  member,
  guest,
}) => {
  const { version, commit } = await (await guest.request.get('/api/version')).json()
  const shown = `<bdi>${commit ? `${version} (${commit})` : version}</bdi>`
  for (const { request } of [guest.context(), member.context])
    expect(await readHtml(request, '/about', 200)).toContain(shown)
  for (const locale of locales) {
    const headers = { Accept: 'text/html', 'Accept-Language': locale }
    const html = await (await guest.request.get('/about', { headers })).text()
    expect(html).toContain(`lang="${locale}"`)
    expect(html).toContain(shown)
  }
})

function expectAppShell(html: string, heading: string): void {
  for (const part of ['<header', '<main', '<footer', '</html>']) expect(html).toContain(part)
  expect(html).toContain(heading)
  expect(html).not.toContain('__next_error__')
}

const missing = [
  '/users/nobody_at_all',
  '/posts/999999999',
  '/posts/abc',
  '/posts/0',
  '/posts/1e3',
  '/nowhere/at/all',
]

// nginx refuses this escape itself.
const malformed = '/users/%E0%A4%A'

for (const path of [...missing, '/users/nobody_at_all/followers', malformed, '/missing', '/guest/en'])
  test(`returns a complete 404 page for ${path}, to guests and members [PRO-02, PST-07, ERR-01]`, async ({
    member,
    guest,
  }) => {
    const url = (path === malformed ? serverOrigin() : origin()) + path
    for (const { request } of [guest.context(), member.context])
      expectAppShell(await readHtml(request, url, 404), 'There is nothing here.')
    expect(await readHtml(guest.context().request, url, 404)).toMatch(
      /<a href="\/"[^>]*>Go to the start page/,
    )
    expect(await readHtml(member.context.request, url, 404)).toContain(`href="/users/${member.username}"`)
  })

test('returns a complete 403 page for editing another member’s post, and redirects a guest to log-in [PST-07, ERR-03]', async ({
  member,
  otherMember,
  guest,
}) => {
  const id = await writePost(member.context.request, 'Hands off')
  for (const verb of ['edit', 'delete']) {
    const path = `/posts/${id}/${verb}`
    const html = await readHtml(otherMember.context.request, path, 403)
    expectAppShell(html, 'You do not have access to this page.')
    expect(html).toContain(`href="/users/${otherMember.username}"`)
    expectAppShell(await readHtml(member.context.request, path, 200), 'Hands off')
    await readHtml(guest.context().request, path, 303)
    for (const { request } of [member.context, otherMember.context])
      await readHtml(request, `/posts/999999999/${verb}`, 404)
  }
})

test('rejects requests with another member’s forms: 403 for a member, log-in for a guest [PST-07, SEC-14, SEC-16]', async ({
  member,
  otherMember,
  playwright,
  baseURL,
}) => {
  const { request } = member.context
  const id = await writePost(request, 'Not to be touched')
  const guest = await playwright.request.newContext({ baseURL })
  const forms = [
    [`/posts/${id}/edit`, 'body', { body: 'Touched' }],
    [`/posts/${id}/delete`, 'id', {}],
  ] as const
  for (const [path, field, values] of forms) {
    const fields = formFields(await readHtml(request, path, 200), field, values)
    const send = (as: APIRequestContext, address: string) =>
      as.post(address, {
        multipart: fields,
        maxRedirects: 0,
        headers: { Origin: origin(), Referer: `${origin()}${address}` },
      })
    const there = await send(otherMember.context.request, path)
    expect(there.status()).toBe(403)
    expectAppShell(await there.text(), 'You do not have access to this page.')
    // An action can be called at every address, so the check of the proxy for this path is not enough. A page without
    // the action responds with 409.
    for (const address of ['/', '/about', '/explore', `/posts/${id}`]) {
      const elsewhere = await send(otherMember.context.request, address)
      expect(elsewhere.headers().location ?? elsewhere.status(), address).toEqual(refusedBy('/forbidden'))
      const asGuest = await send(guest, address)
      expect(asGuest.headers().location ?? asGuest.status(), address).toEqual(refusedBy('/login?next='))
    }
    expect(await readHtml(request, `/posts/${id}`, 200)).toContain('Not to be touched')
  }
  await guest.dispose()
})

const refusedBy = (redirect: string) => ({
  asymmetricMatch: (actual: unknown) => actual === 409 || String(actual).startsWith(redirect),
})

test('does not end another member’s session [SEC-14, SEC-16]', async ({
  member,
  otherMember,
  newVisitor,
}) => {
  const second = (await newVisitor()).context().request
  await logIn(second, member)
  const third = (await newVisitor()).context().request
  await logIn(third, otherMember)
  const ids = [
    ...(await readHtml(second, '/account/security', 200)).matchAll(/name="session" value="(\d+)"/g),
  ]
  expect(ids).toHaveLength(1)
  await sendForm(third, '/account/security', 'session', { session: ids[0]?.[1] as string })
  await readHtml(member.context.request, '/account', 200)
})

for (const [from, to] of [
  ['/register', '/signup'],
  ['/user/susan', '/users/susan'],
  ['/edit_profile', '/account'],
  ['/user/susan?page=2', '/users/susan?page=2'],
] as const)
  test(`redirects the legacy URL ${from} to ${to} permanently [PRO-01]`, async ({ request }) => {
    const response = await request.get(from, { maxRedirects: 0 })
    expect(response.status()).toBe(308)
    const target = new URL(response.headers().location as string, origin())
    expect(target.pathname + target.search).toBe(to)
    expect(target.origin).toBe(origin())
  })

test('serves the new username and returns 404 for the old one immediately after a rename [ACC-05]', async ({
  member,
  request,
}) => {
  const name = uniqueName('later')
  await readHtml(request, `/users/${name}`, 404)
  const response = await sendForm(member.context.request, '/account', 'displayName', { username: name })
  expect(response.status()).toBe(303)
  await readHtml(request, `/users/${name}`, 200)
  await readHtml(request, `/users/${member.username}`, 404)
})
