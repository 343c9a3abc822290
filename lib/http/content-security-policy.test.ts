import { beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => vi.resetModules())

async function policies(settings: Record<string, string> = {}) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  const { noncePolicy, pagePolicy } = await import('./content-security-policy')
  vi.unstubAllEnvs()
  const parse = (policy: string) =>
    Object.fromEntries(
      policy.split('; ').map((line) => [line.split(' ')[0], line.split(' ').slice(1).join(' ')]),
    )
  return { page: parse(pagePolicy), request: parse(noncePolicy('abc')), text: pagePolicy }
}

test('allows only the sources that pages use', async () => {
  const { page } = await policies()
  expect(page).toMatchObject({ 'object-src': "'none'", 'base-uri': "'none'", 'frame-ancestors': "'none'" })
  expect(page).toMatchObject({ 'form-action': "'self'", 'style-src': "'self'", 'connect-src': "'self'" })
  expect(page).toMatchObject({ 'img-src': "'self' data: blob:", 'report-uri': '/api/csp-report' })
})

test('allows scripts by nonce only, and has no script-src for prerendered pages', async () => {
  const { page, request, text } = await policies()
  expect(request).toEqual({ 'script-src': "'self' 'nonce-abc'", ...page })
  expect(page).not.toHaveProperty('script-src')
  expect(page).not.toHaveProperty('default-src')
  expect(text).not.toMatch(/unsafe|\*|http:/)
})

test.each([
  [{ GRAVATAR: '1' }, 'img-src', "'self' data: blob: https://www.gravatar.com"],
  [{ AUTH_GITHUB_ID: 'x' }, 'form-action', "'self' https://github.com"],
  [
    { AUTH_GITHUB_ID: 'x', AUTH_GITHUB_URL: 'https://git.example/a' },
    'form-action',
    "'self' https://git.example",
  ],
  [{ AUTH_GOOGLE_ID: 'x' }, 'form-action', "'self' https://accounts.google.com"],
])('%j extends %s only', async (settings: Record<string, string>, directive, value) => {
  const before = (await policies()).page
  vi.resetModules()
  expect((await policies(settings)).page).toEqual({ ...before, [directive]: value })
})
