import { beforeEach, expect, test } from 'vitest'
import * as posts from '../../../app/api/posts/route'
import * as tokens from '../../../app/api/tokens/route'
import * as users from '../../../app/api/users/route'
import { resetLimits } from '../../rate-limit/rate-limit'
import { anApiUser, apiRequest, basic } from '../../testing/api'
import { testPassword } from '../../testing/factories'

beforeEach(resetLimits)

const context = { params: Promise.resolve({}) }
const headers = { origin: 'https://app.example' }

test('a script of another site may use a token', async () => {
  const { token } = await anApiUser()
  const request = apiRequest('POST', '/api/posts', { token, headers, body: { body: 'Hi' } })
  const response = await posts.POST(request, context)
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([201, '*'])
  expect(response.headers.get('access-control-allow-credentials')).toBeNull()
})

test('a script of another site may read errors', async () => {
  const response = await posts.POST(apiRequest('POST', '/api/posts', { token: 'wrong', headers }), context)
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([401, '*'])
})

test('a page of another site cannot log in', async () => {
  const { username } = await anApiUser()
  const request = apiRequest('POST', '/api/tokens', {
    headers: { ...headers, ...basic(username, testPassword) },
  })
  expect((await tokens.POST(request, context)).status).toBe(403)
})

test('a page of another site cannot create an account, with any token', async () => {
  const { token } = await anApiUser()
  for (const sent of [token, 'wrong']) {
    const body = { username: 'eve', email: 'eve@example.com', password: testPassword }
    const response = await users.POST(
      apiRequest('POST', '/api/users', { token: sent, headers, body }),
      context,
    )
    expect(response.status).toBe(403)
  }
})

test('the response to a preflight request names methods and headers', async () => {
  const request = apiRequest('OPTIONS', '/api/posts', {
    headers: { ...headers, 'access-control-request-method': 'POST' },
  })
  const response = await posts.OPTIONS(request, context)
  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-methods')).toContain('POST')
  expect(response.headers.get('access-control-allow-headers')).toMatch(/Authorization.*Idempotency-Key/)
})
