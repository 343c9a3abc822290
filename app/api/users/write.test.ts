import { beforeEach, describe, expect, test } from 'vitest'
import { db, transaction } from '@/lib/db/db'
import { resetLimits, spend } from '@/lib/rate-limit/rate-limit'
import { anApiUser, aPersonalToken, apiRequest } from '@/lib/testing/api'
import { aUser, testPassword } from '@/lib/testing/factories'
import { GET as GET_USER, PUT } from './[id]/route'
import { GET, POST } from './route'

beforeEach(resetLimits)

const emptyContext = { params: Promise.resolve({}) }

async function create(body: unknown, headers: Record<string, string> = {}) {
  const response = await POST(apiRequest('POST', '/api/users', { body, headers }), emptyContext)
  return { status: response.status, headers: response.headers, data: await response.json() }
}

async function change(token: string, id: number | string, body: unknown) {
  const context = { params: Promise.resolve({ id: String(id) }) }
  const response = await PUT(apiRequest('PUT', `/api/users/${id}`, { token, body }), context)
  return { status: response.status, headers: response.headers, data: await response.json() }
}

const susan = { username: 'susan', email: 'susan@example.com', password: testPassword }

describe('a new user', () => {
  test('is created without a token, and returned with its address [API-01]', async () => {
    const { status, headers, data } = await create({ ...susan, about_me: 'Birds' })
    expect(status).toBe(201)
    expect(data).toMatchObject({ username: 'susan', about_me: 'Birds', post_count: 0 })
    expect(headers.get('location')).toBe(`/api/users/${data.id}`)
    expect(data._links.self).toBe(headers.get('location'))
    expect(JSON.stringify(data)).not.toMatch(/example\.com|four tall herons/)
    const row = await db.user.findUniqueOrThrow({ where: { id: data.id } })
    expect(row).toMatchObject({ email: 'susan@example.com', role: 'member' })
    expect(await db.session.count()).toBe(0)
    expect(await db.job.findMany({ select: { kind: true } })).toEqual([{ kind: 'verify-email' }])
  })

  test.each([
    [{ email: 'a@example.com', password: testPassword }, 'username: Choose a username.'],
    [{ username: 'ann', password: testPassword }, 'email: Enter your email address.'],
    [{ username: 'ann', email: 'a@example.com' }, 'password: Enter a password.'],
    [{ ...susan, username: 'TAKEN' }, 'username: That username is taken. Try another.'],
    [
      { ...susan, email: 'Taken@example.com' },
      'email: There is an account with that address already. Log in instead?',
    ],
  ])('is refused with the reason: %j [API-02]', async (body, message) => {
    await aUser({ username: 'taken', email: 'taken@example.com' })
    const { status, data } = await create(body)
    expect({ status, data }).toEqual({ status: 400, data: { error: 'Bad Request', message } })
    expect(await db.user.count()).toBe(1)
  })

  test.each([
    [{ username: 'a' }, /^username: Use 2 to 30 characters\.$/],
    [{ username: 'x'.repeat(31) }, /^username: Use 2 to 30 characters\.$/],
    [{ username: 'su san' }, /^username: Use only letters/],
    [{ username: 'admin' }, /^username: That name is reserved/],
    [{ username: 5 }, /^username: /],
    [{ email: 'susan' }, /^email: Enter a complete email address/],
    [{ email: `${'x'.repeat(120)}@example.com` }, /^email: Use an address of at most 120/],
    [{ password: 'short' }, /^password: Use at least 8 characters\.$/],
    [{ password: 'password1' }, /^password: That password is too common/],
    [{ password: 'x'.repeat(2000) }, /^password: Use at most 256 characters\.$/],
    [{ about_me: 'x'.repeat(161) }, /^about_me: Use at most 160 characters\.$/],
    [{ about_me: null }, /^about_me: Send a text\.$/],
    [{ about_me: 'a\0b' }, /^about_me: The text contains a character/],
  ])('has the limits of the form: %j [API-10]', async (change, message) => {
    const { status, data } = await create({ ...susan, ...change })
    expect(status).toBe(400)
    expect(data.message).toMatch(message)
    expect(await db.user.count()).toBe(0)
  })

  test('cannot set other columns', async () => {
    const { data } = await create({
      ...susan,
      role: 'admin',
      id: 77,
      post_count: 9,
      emailVerified: '2020-01-01',
    })
    const row = await db.user.findUniqueOrThrow({ where: { id: data.id } })
    expect(row).toMatchObject({ role: 'member', postCount: 0, emailVerified: null })
  })

  test('counts against the limit of sign-ups from the address, with Retry-After', async () => {
    for (let count = 0; count < 100; count++) await spend('signup-ip', '192.0.2.1')
    const { status, headers, data } = await create(susan)
    expect([status, data]).toEqual([429, { error: 'Too Many Requests', message: 'Too many requests.' }])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(headers.get('ratelimit-remaining')).toBe('0')
  })
})

describe('PUT /api/users/<id>', () => {
  test('changes username, address and text, and ignores the password and unknown fields [API-09]', async () => {
    const { id, token } = await anApiUser({ username: 'ann', displayName: 'Ann' })
    const before = await db.user.findUniqueOrThrow({ where: { id } })
    const { status, data } = await change(token, id, {
      ...{ username: 'anna', email: 'anna@example.com', about_me: 'Birds' },
      ...{ password: 'another long one', role: 'admin', id: 5, display_name: 'X' },
    })
    expect([status, data]).toMatchObject([200, { id, username: 'anna', about_me: 'Birds' }])
    const row = await db.user.findUniqueOrThrow({ where: { id } })
    expect(row).toMatchObject({
      username: 'anna',
      pendingEmail: 'anna@example.com',
      displayName: 'Ann',
      role: 'member',
      passwordHash: before.passwordHash,
    })
  })

  test('keeps absent fields [API-09]', async () => {
    const { id, token, email } = await anApiUser({ username: 'ann', aboutMe: 'Birds' })
    expect((await change(token, id, {})).data).toMatchObject({ username: 'ann', about_me: 'Birds' })
    expect((await change(token, id, { about_me: '' })).data).toMatchObject({ username: 'ann', about_me: '' })
    expect(await db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({ email })
  })

  test('keeps absent fields that another request changes at the same time', async () => {
    const { id, token } = await anApiUser({ username: 'ann' })
    await Promise.all([change(token, id, { about_me: 'Birds' }), change(token, id, { username: 'anna' })])
    expect(await db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({
      username: 'anna',
      aboutMe: 'Birds',
    })
  })

  test('is permitted for the owner of the token only [API-09]', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser({ aboutMe: 'Before' })]
    for (const id of [bob.id, 999_999]) {
      const { status, data } = await change(ann.token, id, { about_me: 'After' })
      expect([status, data]).toEqual([403, { error: 'Forbidden' }])
    }
    expect((await change(ann.token, 'me', {})).status).toBe(404)
    expect(await db.user.findUniqueOrThrow({ where: { id: bob.id } })).toMatchObject({ aboutMe: 'Before' })
  })

  test('refuses the name or address of another user [API-09]', async () => {
    const { id, token } = await anApiUser({ username: 'ann' })
    await aUser({ username: 'bob', email: 'bob@example.com' })
    for (const taken of [{ username: 'Bob' }, { email: 'BOB@example.com' }])
      expect(await change(token, id, taken)).toMatchObject({ status: 400, data: { error: 'Bad Request' } })
    expect(await db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({ username: 'ann' })
  })

  test('enforces the limits of the form [API-10]', async () => {
    const { id, token } = await anApiUser()
    for (const body of [{ username: 'a' }, { email: 'x' }, { about_me: 'x'.repeat(161) }, { username: null }])
      expect(await change(token, id, body)).toMatchObject({ status: 400, data: { error: 'Bad Request' } })
  })

  test('needs a token made with the password in the last ten minutes for a new address [SEC-09]', async () => {
    const { id, email, token } = await anApiUser()
    const personal = await aPersonalToken(id, 'read write')
    const body = { email: 'new@example.com' }
    const refused = {
      status: 403,
      data: { error: 'Forbidden', message: expect.stringContaining('ten minutes') },
    }
    expect(await change(personal, id, body)).toMatchObject(refused)
    const createdAt = new Date(Date.now() - 10 * 60_000)
    await transaction((tx) => tx.apiToken.updateMany({ data: { createdAt } }))
    expect(await change(token, id, body)).toMatchObject(refused)
    expect(await db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({ email })
    expect((await change(personal, id, { about_me: 'Birds' })).status).toBe(200)
  })
})

describe('an invalid request', () => {
  test.each([
    ['{"username": ', 400, 'The body is not valid JSON.'],
    ['', 400, 'The body is not valid JSON.'],
    ['[]', 400, 'The body must be a JSON object.'],
    ['null', 400, 'The body must be a JSON object.'],
    ['"text"', 400, 'The body must be a JSON object.'],
    [JSON.stringify({ about_me: 'x'.repeat(140_000) }), 413, 'Send at most 131072 bytes.'],
  ])('with the body %.20s is refused with %i [API-11]', async (body, status, message) => {
    const response = await create(body)
    expect(response).toMatchObject({ status, data: { message } })
  })

  test('with a large body of unknown length is refused [API-11]', async () => {
    const chunk = new Uint8Array(8192).fill(32)
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent += 1
        controller.enqueue(chunk)
      },
    })
    const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } }
    const response = await POST(new Request('http://localhost:3000/api/users', init), emptyContext)
    expect(response.status).toBe(413)
    expect(sent).toBeLessThan(20)
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', ''])(
    'with the content type %j is refused with 415 [API-11]',
    async (type) => {
      const { status, data } = await create(susan, { 'content-type': type })
      expect([status, data.error]).toEqual([415, 'Unsupported Media Type'])
    },
  )

  test('of another site is refused', async () => {
    expect(await create(susan, { origin: 'https://evil.example' })).toMatchObject({ status: 403 })
    expect((await create(susan, { origin: 'http://localhost:3000' })).status).toBe(201)
  })

  test('has an error text and an optional message, or problem details on request [API-12]', async () => {
    expect((await create({})).data).toEqual({ error: 'Bad Request', message: expect.any(String) })
    const { headers, data } = await create({}, { accept: 'application/problem+json' })
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(data).toMatchObject({ type: 'about:blank', title: 'Bad Request', status: 400 })
    expect(data.detail).toMatch(/^username: /)
    const response = await GET(apiRequest('GET', '/api/users', { headers: { accept: '*/*' } }), emptyContext)
    expect(response.headers.get('content-type')).toBe('application/json')
  })
})

test('saves one of several concurrent changes with the same If-Match', async () => {
  const { id, token } = await anApiUser()
  const context = { params: Promise.resolve({ id: String(id) }) }
  const read = await GET_USER(apiRequest('GET', `/api/users/${id}`, { token }), context)
  const headers = { 'if-match': read.headers.get('etag') ?? '' }
  const change = (text: string) =>
    PUT(apiRequest('PUT', `/api/users/${id}`, { token, headers, body: { about_me: text } }), context)
  const responses = await Promise.all(['One', 'Two', 'Three'].map(change))
  expect(responses.map(({ status }) => status).sort()).toEqual([200, 412, 412])
})
