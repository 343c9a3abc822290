import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { hasValidCallbackUrls, isClientError } from './auth-refusals'

test.each([
  ['callbackUrl=foo', '', false],
  ['callbackUrl=javascript:alert(1)', '', false],
  ['callbackUrl=//[', '', false],
  ['callbackUrl=/account&callbackUrl=foo', '', false],
  ['', 'authjs.callback-url=foo', false],
  ['callbackUrl=', '', true],
  ['callbackUrl=/account', '', true],
  ['callbackUrl=https://evil.example/', '', true],
  ['', '__Secure-authjs.callback-url=https%3A%2F%2Froost.example', true],
])('Auth.js accepts the query "%s" with the cookie "%s": %s [SEC-31]', (query, cookie, expected) => {
  const request = new NextRequest(`http://localhost/api/auth/csrf?${query}`, { headers: { cookie } })
  expect(hasValidCallbackUrls(request)).toBe(expected)
})

const authError = (type: string) => Object.assign(new Error(type), { type })

test.each([
  [authError('MissingCSRF'), true],
  [authError('UnknownAction'), true],
  [new SyntaxError('Unexpected end of JSON input'), true],
  [authError('CallbackRouteError'), false],
  [authError('MissingSecret'), false],
  [new Error('fetch failed'), false],
])('any client can cause "%s": %s', (error, expected) => {
  expect(isClientError(error)).toBe(expected)
})
