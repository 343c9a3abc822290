import { expect, test } from 'vitest'
import { AppError } from '../errors'
import { rateLimitHeaders, retryHeaders } from './headers'
import { resetLimits, spend } from './rate-limit'

test('names the limit, its period and what is left, in the headers of the draft and of earlier ones', async () => {
  await resetLimits()
  const state = await spend('search', '7')
  expect(state && rateLimitHeaders(state)).toEqual({
    'RateLimit-Policy': '"search";q=120;w=60',
    RateLimit: '"search";r=119;t=60',
    'RateLimit-Limit': '120',
    'RateLimit-Remaining': '119',
    'RateLimit-Reset': '60',
  })
})

test('a refused request has the same headers and Retry-After', async () => {
  await resetLimits()
  const spendOne = () => spend('api-log-in-mail', 'ann')
  await spendOne()
  const error = await spendOne().catch((thrown: unknown) => thrown)
  expect(retryHeaders(error as AppError)).toMatchObject({
    'Retry-After': '86400',
    RateLimit: '"api-log-in-mail";r=0;t=86400',
    'RateLimit-Limit': '1',
  })
})

test('a busy server only says when to try again', () => {
  expect(retryHeaders(new AppError('busy', 'queue', { retryAfter: 2 }))).toEqual({ 'Retry-After': '2' })
  expect(retryHeaders(new AppError('busy'))).toEqual({})
})
