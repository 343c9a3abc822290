import { AsyncLocalStorage } from 'node:async_hooks'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { AppError } from '../errors'
import { draftCookie, flashCookie } from '../http/cookies'
import { resetLimits } from '../rate-limit/rate-limit'
import { formOf, logIn, redirectOf, script } from '../testing/forms'
import { newRequest, Redirected, request } from '../testing/next'
import { guestAction, memberAction } from './action'
import { finish } from './action-result'
import { readDraft, saveDraft } from './drafts'

vi.mock('next/headers', () => import('../testing/next'))
vi.mock('next/navigation', () => import('../testing/next'))
vi.mock('next/cache', () => import('../testing/next'))
vi.mock('./auth', () => ({ providers: [] }))

beforeEach(async () => {
  await resetLimits()
  newRequest()
})

const raise = (error: Error): never => {
  throw error
}

describe('a rejected form', () => {
  const schema = z.object({ name: z.string().min(3, 'short'), age: z.coerce.number('number') })
  const options = {
    name: 'post',
    schema,
    secretFields: ['password', 'newPassword', 'repeat', 'current'],
    draft: { fields: ['body'] },
    run: async () => {},
  }
  const fields = {
    name: 'x',
    age: 'y',
    password: 'a',
    newPassword: 'b',
    repeat: 'c',
    current: 'd',
    $ACTION_ID: 'e',
    note: '<b>',
  }

  test('receives the errors of all fields and the submitted values without secret fields', async () => {
    await logIn()
    const form = formOf(fields)
    form.set('picture', new File(['x'], 'x.png'))
    for (const answer of [await memberAction(form, options), await guestAction(form, options)]) {
      expect(answer).toMatchObject({
        ok: false,
        code: 'invalid',
        fieldErrors: { name: 'short', age: 'number' },
      })
      expect(answer?.values).toEqual({ name: 'x', age: 'y', note: '<b>' })
    }
  })

  test('keeps the text of a guest in a draft and redirects to the log-in page', async () => {
    const sent = { ...fields, body: 'Half a thought', draftMember: '7', draftPlace: '/explore' }
    await redirectOf(memberAction(formOf(sent), options))
    const [packed = ''] = (request.cookies.get(draftCookie) ?? '').split('.')
    expect(JSON.parse(Buffer.from(packed, 'base64url').toString())).toEqual([
      { member: 7, form: 'post', place: '/explore', values: { body: 'Half a thought' } },
    ])
  })

  test('stays on the page with JavaScript when its text is too long for a draft', async () => {
    newRequest({ headers: script })
    const long = formOf({ ...fields, draftMember: '7', body: 'x'.repeat(4000) })
    expect(await memberAction(long, options)).toMatchObject({ ok: false, code: 'unauthenticated' })
    newRequest()
    expect(await redirectOf(memberAction(long, options))).toBe('/login?next=%2F')
  })

  test('spends a point of the limit before validation', async () => {
    await logIn()
    const limited = { ...options, limit: 'password-change' } as const
    for (let count = 0; count < 10; count++)
      expect(await memberAction(formOf(fields), limited)).toMatchObject({ code: 'invalid' })
    expect(await memberAction(formOf(fields), limited)).toMatchObject({
      code: 'rate-limited',
      retryAfter: 900,
    })
    await logIn()
    expect(await memberAction(formOf(fields), limited)).toMatchObject({ code: 'invalid' })
  })

  /** A response as scripts/server.mjs stores it for the current request. */
  function currentResponse() {
    const response = new ServerResponse(new IncomingMessage(new Socket()))
    const responses = new AsyncLocalStorage<ServerResponse>()
    Object.assign(globalThis, { roostResponse: responses })
    onTestFinished(() => void Reflect.deleteProperty(globalThis, 'roostResponse'))
    return { response, run: <T>(work: () => T) => responses.run(response, work) }
  }

  test('receives 503 and Retry-After while the server is busy [SEC-31]', async () => {
    const run = () => Promise.reject(new AppError('busy', 'password queue', { retryAfter: 10 }))
    const current = currentResponse()
    const form = formOf({ name: 'abc', age: '1', password: 'a' })
    const state = await current.run(() => guestAction(form, { ...options, run }))
    expect(state).toMatchObject({ code: 'busy', retryAfter: 10, values: { name: 'abc', age: '1' } })
    expect([current.response.statusCode, current.response.getHeader('retry-after')]).toEqual([503, '10'])
    expect(await guestAction(form, { ...options, run })).toMatchObject({ code: 'busy' })
  })

  test('receives 429 with the headers of the limit that it has reached [SEC-30]', async () => {
    const rateLimit = { name: 'post', limit: 300, period: 300, remaining: 0, reset: 42 }
    const error = new AppError('rate-limited', 'post', { retryAfter: 42, rateLimit })
    const current = currentResponse()
    const run = () => Promise.reject(error)
    const state = await current.run(() => guestAction(formOf({ name: 'abc', age: '1' }), { ...options, run }))
    expect(state).toMatchObject({ code: 'rate-limited', retryAfter: 42 })
    expect(current.response.statusCode).toBe(429)
    expect(current.response.getHeaders()).toMatchObject({
      'retry-after': '42',
      'ratelimit-policy': '"post";q=300;w=300',
      ratelimit: '"post";r=0;t=42',
      'ratelimit-remaining': '0',
    })
  })

  test('receives the headers of the limit, without Retry-After, when a message is shown after a redirect', async () => {
    const rateLimit = { name: 'post', limit: 300, period: 300, remaining: 0, reset: 42 }
    const current = currentResponse()
    const run = () => Promise.reject(new AppError('rate-limited', 'post', { retryAfter: 42, rateLimit }))
    const messages = { 'rate-limited': { flash: 'tooOften', path: '/explore' } }
    const sent = () => guestAction(formOf({ name: 'abc', age: '1' }), { ...options, run, messages })
    expect(await redirectOf(current.run(sent))).toBe('/explore')
    expect(current.response.getHeaders()).toMatchObject({ ratelimit: '"post";r=0;t=42' })
    expect(current.response.getHeader('retry-after')).toBeUndefined()
  })

  test('receives AppErrors only; unexpected errors and redirects are rethrown', async () => {
    await logIn()
    const run = (error: Error) =>
      memberAction(formOf({ name: 'abc', age: '1' }), { ...options, run: async () => raise(error) })
    await expect(run(new Error('disk full'))).rejects.toThrow('disk full')
    expect(await redirectOf(run(new Redirected('/there')))).toBe('/there')
    expect(await run(new AppError('conflict', 'secret reason'))).toEqual({
      ok: false,
      code: 'conflict',
      values: { name: 'abc', age: '1' },
      at: expect.any(Number),
    })
  })
})

describe('an accepted form', () => {
  const draft = { member: 7, form: 'post', place: '/' }
  const optionsOf = (path: string) => ({
    name: 'post',
    schema: z.object({}),
    run: () => finish(path, 'posted', draft),
  })
  const send = (path: string) => memberAction(formOf({}), optionsOf(path))
  const flashes = () => {
    const [packed = ''] = (request.cookies.get(flashCookie) ?? '').split('.')
    return JSON.parse(Buffer.from(packed, 'base64url').toString() || '[]')
  }

  test('without JavaScript receives a redirect and a message with the id of its draft', async () => {
    await logIn()
    expect(await redirectOf(send('/posts/1#post-2'))).toBe('/posts/1#post-2')
    expect(flashes()).toEqual([{ category: 'success', key: 'posted', params: { draft: '7.post./' } }])
  })

  test.each([
    ['/posts/1?latest', '/posts/1?latest', undefined],
    ['/posts/1?latest#post-2', '/posts/1?latest', '/posts/1?latest#post-2'],
    ['/posts/1', '/posts/1?latest', '/posts/1'],
    ['/', '/explore', '/'],
  ])(
    'with the result on %s, submitted with JavaScript on %s, navigates to a different URL only',
    async (path, currentPath, next) => {
      await logIn({ ...script, referer: `https://roost.example${currentPath}` })
      expect(await send(path)).toEqual({ ok: true, at: expect.any(Number), ...(next && { next }) })
      expect(flashes()).toEqual([])
    },
  )

  test('deletes its own draft only', async () => {
    await logIn(script)
    const typed = { body: 'x', draftMember: '7' }
    for (const place of ['/', '/explore']) await saveDraft('post', ['body'], { ...typed, draftPlace: place })
    await send('/')
    expect(await readDraft(draft)).toBeNull()
    expect(await readDraft({ ...draft, place: '/explore' })).toEqual({ body: 'x' })
  })
})

describe('a guest form', () => {
  const schema = z.object({})
  const sendFrom = async (address: string) => {
    newRequest({ headers: { 'x-forwarded-for': address } })
    return guestAction(new FormData(), { name: 'sign-up', schema, limit: 'signup-ip', run: async () => {} })
  }

  test('is rate-limited per IPv6 /64 network, not per address', async () => {
    for (let index = 0; index < 100; index++)
      expect(await sendFrom(`2001:db8:1:2::${index.toString(16)}`)).toMatchObject({ ok: true })
    expect(await sendFrom('2001:db8:1:2:ffff::1')).toMatchObject({ code: 'rate-limited', retryAfter: 900 })
    expect(await sendFrom('2001:db8:1:3::1')).toMatchObject({ ok: true })
  })

  test('is not rate-limited if the address is unknown', async () => {
    for (let index = 0; index < 101; index++) expect(await sendFrom('unknown')).toMatchObject({ ok: true })
  })
})
