import { NextRequest } from 'next/server'
import { describe, expect, test } from 'vitest'
import type { RequestContext } from './context'
import { packFlashes } from './flash'
import * as respond from './respond'

type Init = { method?: string; headers?: Record<string, string> }

const requestOf = (path: string, init: Init = {}) => new NextRequest(`http://roost.example${path}`, init)

function contextOf(path: string, init: Init = {}, session: Partial<RequestContext> = {}): RequestContext {
  const guest = { token: null, staleCookie: null, renewedUntil: null, findViewer: async () => null }
  return { request: requestOf(path, init), locale: 'es', ...guest, ...session }
}

/** A request header as forwarded to the page. */
const forwarded = (response: Response, name: string) => response.headers.get(`x-middleware-request-${name}`)

describe('a page that is rendered per request', () => {
  test('is private and has its policy in the request and in the response [SEC-22]', () => {
    const response = respond.renderPage(contextOf('/explore?before=1'))
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    const policy = response.headers.get('content-security-policy')
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w-]{22}'/)
    expect(forwarded(response, 'content-security-policy')).toBe(policy)
    expect(forwarded(response, 'x-next-intl-locale')).toBe('es')
    expect(respond.renderPage(contextOf('/')).headers.get('content-security-policy')).not.toBe(policy)
  })

  test('replaces a flash header that the client sent', () => {
    const response = respond.renderPage(contextOf('/', { headers: { 'x-roost-flash': 'forged' } }))
    expect(forwarded(response, 'x-roost-flash')).toBe('')
  })

  test.each([
    [{}, ''],
    [{ method: 'POST' }, undefined],
    [{ headers: { rsc: '1' } }, undefined],
  ])('deletes the flash cookie for a document only: %j', (init: Init, value) => {
    const headers = { ...init.headers, cookie: `roost.flash=${packFlashes([{ key: 'posted' }])}` }
    const response = respond.renderPage(contextOf('/', { ...init, headers }))
    expect(response.cookies.get('roost.flash')?.value).toBe(value)
    expect(forwarded(response, 'x-roost-flash')).not.toBe('')
  })

  test('hides and deletes the cookie of a session that has ended', () => {
    const init = { headers: { cookie: 'a=1; roost.session=x; b=2' } }
    const response = respond.renderPage(contextOf('/', init, { staleCookie: 'roost.session' }))
    expect(forwarded(response, 'cookie')).toBe('a=1; b=2')
    expect(response.cookies.get('roost.session')).toMatchObject({ value: '', maxAge: 0 })
  })

  test.each<Init>([
    { headers: { rsc: '1' } },
    { method: 'POST', headers: { 'next-action': 'x' } },
    { method: 'POST' },
  ])(
    'hides the cookie of a session that has ended from %j, and keeps it: a log-in may replace it',
    (init) => {
      const headers = { ...init.headers, cookie: 'a=1; roost.session=x' }
      const context = contextOf('/', { ...init, headers }, { staleCookie: 'roost.session' })
      const response = respond.renderPage(context)
      expect(forwarded(response, 'cookie')).toBe('a=1')
      expect(response.cookies.get('roost.session')).toBeUndefined()
    },
  )

  test('extends the cookie of a renewed session', () => {
    const renewedUntil = new Date(Date.UTC(2040, 0, 1))
    const response = respond.renderPage(contextOf('/', {}, { token: 'x', renewedUntil }))
    expect(response.cookies.get('roost.session')).toMatchObject({ value: 'x', expires: renewedUntil })
  })
})

test.each([
  ['/missing', 404],
  ['/forbidden', 403],
  ['/busy', 429],
] as const)('the error page %s has status %i and runs no action', (page, status) => {
  const headers = { 'next-action': 'x', 'content-type': 'text/plain', 'content-length': '1' }
  const response = respond.renderErrorPage(contextOf('/here?x=1', { method: 'POST', headers }), page)
  expect(response.status).toBe(status)
  expect(response.headers.get('x-middleware-rewrite')).toBe(`http://roost.example${page}`)
  for (const name of Object.keys(headers)) expect(forwarded(response, name)).toBeNull()
})

test('the busy page names the limit and when to try again [SEC-04]', () => {
  const limit = { name: 'search-ip', limit: 120, period: 60, remaining: 0, reset: 7 }
  const { headers } = respond.renderBusyPage(contextOf('/search'), limit)
  expect(headers.get('retry-after')).toBe('7')
  expect(headers.get('ratelimit')).toBe('"search-ip";r=0;t=7')
  expect(headers.get('ratelimit-policy')).toBe('"search-ip";q=120;w=60')
})

describe('a prerendered page', () => {
  test.each([
    ['/', '/guest/es'],
    ['/users/ann', '/guest/es/users/ann'],
  ])('of %s has the language of the request', (path, target) => {
    const { headers } = respond.renderGuestPage(contextOf(path))
    expect(headers.get('x-middleware-rewrite')).toBe(`http://roost.example${target}`)
    expect(headers.get('cache-control')).toBe('public, max-age=0, s-maxage=1')
  })

  test('is private when it deletes a cookie', () => {
    const context = contextOf('/', {}, { staleCookie: 'roost.session' })
    expect(respond.renderGuestPage(context).headers.get('cache-control')).toBe('private, no-store')
  })
})

describe('a redirect', () => {
  test('to another path keeps the query', () => {
    const response = respond.redirectPermanently(requestOf('/register?next=/x'), '/signup')
    expect([response.status, response.headers.get('location')]).toEqual([
      308,
      'http://roost.example/signup?next=/x',
    ])
  })

  test('to the log-in page sets a message and the path to return to', () => {
    const response = respond.redirectToLogIn(contextOf('/search?q=a'))
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      'http://roost.example/login?next=%2Fsearch%3Fq%3Da',
    ])
    const flash = packFlashes([{ category: 'info', key: 'loginNeeded' }])
    expect(response.cookies.get('roost.flash')?.value).toBe(flash)
  })
})

describe('a body that is too large', () => {
  test('is rejected with 413 if sent by JavaScript', () => {
    expect(respond.refuseTooLarge(requestOf('/account', { headers: { 'next-action': 'x' } })).status).toBe(
      413,
    )
  })

  test('redirects a plain form back to its page with a message', () => {
    const response = respond.refuseTooLarge(requestOf('/account?x=1', { method: 'POST' }))
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      'http://roost.example/account?x=1',
    ])
    expect(response.headers.get('set-cookie')).toContain('roost.flash=')
  })
})

test('a rewrite to a handler keeps the query', () => {
  const response = respond.rewriteTo(requestOf('/notifications?since=1'), '/data/signals')
  expect(response.headers.get('x-middleware-rewrite')).toBe('http://roost.example/data/signals?since=1')
})
