import { NextRequest } from 'next/server'
import { beforeEach, describe, expect, test } from 'vitest'
import { blockUser } from '../blocks/mutations'
import { recordUnknownChanges } from '../http/changes.mjs'
import { resetLimits, spend } from '../rate-limit/rate-limit'
import { openSession } from '../sessions/mutations'
import { aPost, aUser, aViewer, testClient } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import { aWebhook } from '../testing/webhooks'
import { createContext } from './context'
import * as gates from './gates'
import { matchRoute } from './routes'
import { findSubject } from './subject'

beforeEach(async () => {
  await resetLimits()
  // Ids restart in each test.
  recordUnknownChanges()
})

type Init = { method?: string; headers?: Record<string, string> }

const requestOf = (path: string, init: Init = {}) => new NextRequest(`http://roost.example${path}`, init)

/** The arguments of the gates for a request by a user or by a guest. */
async function arrange(
  path: string,
  { userId, method = 'GET', headers = {} }: Init & { userId?: number } = {},
) {
  const session = userId && `roost.session=${await openSession(userId, false, testClient)}`
  const request = requestOf(path, { method, headers: { ...headers, ...(session && { cookie: session }) } })
  const context = await createContext(request, () => {})
  const match = matchRoute(request.nextUrl.pathname)
  if (!match) throw new Error(`no route for ${path}`)
  return { context, route: match.route, subject: await findSubject(match) }
}

test.each([
  ['/_next/x', {}, true],
  ['/explore', { headers: { 'x-nextjs-data': '1' } }, true],
  ['/_nextx', {}, false],
])('%s with %j is an internal path of Next.js: %s', (path, init, expected) => {
  expect(gates.isInternalPath(requestOf(path, init))).toBe(expected)
})

test.each([
  ['/notifications?since=1', {}, true],
  ['/notifications', { headers: { accept: 'application/json' } }, true],
  ['/notifications', { headers: { accept: 'text/html, application/json' } }, false],
  ['/notifications?since=1', { method: 'POST' }, false],
  ['/messages?since=1', {}, false],
])('%s with %j is a poll for notifications: %s', (path, init, expected) => {
  expect(gates.isNotificationPoll(requestOf(path, init))).toBe(expected)
})

test.each([
  ['/unsubscribe/a.b', 'POST', {}, true],
  ['/unsubscribe/a.b', 'POST', { origin: 'https://mail.example' }, true],
  ['/unsubscribe/a.b', 'POST', { origin: 'null' }, true],
  ['/unsubscribe/a.b', 'POST', { 'sec-fetch-site': 'cross-site' }, true],
  // The form of the page itself.
  ['/unsubscribe/a.b', 'POST', { origin: 'http://roost.example' }, false],
  ['/unsubscribe/a.b', 'POST', { 'sec-fetch-site': 'same-origin' }, false],
  ['/unsubscribe/a.b', 'GET', {}, false],
  ['/unsubscribe/a.b', 'DELETE', {}, false],
  ['/unsubscribe/a/b', 'POST', {}, false],
  // No token has one, and Next cannot decode it for the handler.
  ['/unsubscribe/%ff', 'POST', {}, false],
  ['/unsubscribe', 'POST', {}, false],
  ['/account', 'POST', {}, false],
])('%s by %s with %j unsubscribes with one click: %s', (path, method, headers, expected) => {
  const sent = new Headers({ host: 'roost.example', ...(headers as Record<string, string>) })
  const request = requestOf(path, { method, headers: Object.fromEntries(sent) })
  expect(gates.isOneClickUnsubscribe(request)).toBe(expected)
})

test.each([
  ['/posts/999', 'GET', true],
  ['/posts/999', 'POST', false],
  ['/posts/999/edit', 'POST', false],
  ['/posts/999/likes', 'POST', true],
  ['/users/nobody', 'POST', true],
  ['/explore', 'GET', false],
])('%s is missing for %s: %s', async (path, method, expected) => {
  const { context, route, subject } = await arrange(path, { method })
  expect(gates.isMissing(context, route, subject)).toBe(expected)
})

test.each([
  ['/account', 'GET', true],
  ['/account', 'POST', false],
  ['/explore', 'GET', false],
])('%s with %s redirects a guest to the log-in page: %s', async (path, method, expected) => {
  const { context, route } = await arrange(path, { method })
  expect(gates.needsLogIn(context, route)).toBe(expected)
})

test('pages of administrators are missing for everybody else', async () => {
  const needsAdmin = async (path: string, userId?: number) => {
    const { context, route } = await arrange(path, userId === undefined ? {} : { userId })
    return gates.needsAdmin(context, route)
  }
  const [admin, member] = [await aUser({ role: 'admin' }), await aUser()]
  expect(await needsAdmin('/admin/jobs')).toBe(true)
  expect(await needsAdmin('/admin/jobs', member.id)).toBe(true)
  expect(await needsAdmin('/admin/jobs', admin.id)).toBe(false)
  expect(await needsAdmin('/account')).toBe(false)
})

describe('the edit page of a post', () => {
  test('is forbidden for users other than its author', async () => {
    const ann = await aViewer()
    const { id } = await aPost(ann)
    const isForbidden = async (userId: number | undefined, method = 'GET') => {
      const { context, route, subject } = await arrange(`/posts/${id}/edit`, { userId, method })
      return gates.isForbidden(context, route, subject)
    }
    const other = (await aUser()).id
    expect(await isForbidden(ann.id)).toBe(false)
    expect([await isForbidden(other), await isForbidden(other, 'POST')]).toEqual([true, true])
    expect(await isForbidden(undefined)).toBe(false)
  })
})

test('the page of a webhook is hidden from other users, and guests have to log in for missing ones too', async () => {
  const [ann, eve] = [await aUser(), await aUser()]
  const id = await aWebhook(ann.id)
  const isHidden = async (path: string, userId?: number, method = 'GET') => {
    const { context, route, subject } = await arrange(path, { ...(userId && { userId }), method })
    expect(gates.isMissing(context, route, subject)).toBe(false)
    expect(gates.needsLogIn(context, route)).toBe(userId === undefined && method === 'GET')
    return gates.isHidden(context, route, subject)
  }
  const path = `/account/webhooks/${id}`
  expect([await isHidden(path, ann.id), await isHidden(path, ann.id, 'POST')]).toEqual([false, false])
  expect([await isHidden(path, eve.id), await isHidden(path, eve.id, 'POST')]).toEqual([true, true])
  expect([await isHidden(path), await isHidden('/account/webhooks/999')]).toEqual([false, false])
  expect([
    await isHidden('/account/webhooks/999', ann.id),
    await isHidden('/account/webhooks/x', ann.id),
  ]).toEqual([true, true])
})

describe('the page of a post', () => {
  test('is hidden from users who block its author', async () => {
    const ann = await aViewer({ username: 'ann' })
    const [bob, cat] = [await aViewer({ username: 'bob' }), await aUser()]
    const { id } = await aPost(ann)
    await blockUser(bob, 'ann')
    const isHidden = async (userId: number | undefined, method = 'GET') => {
      const { context, route, subject } = await arrange(`/posts/${id}`, { userId, method })
      return gates.isHidden(context, route, subject)
    }
    expect([await isHidden(bob.id), await isHidden(bob.id, 'POST')]).toEqual([true, false])
    expect([await isHidden(cat.id), await isHidden(undefined)]).toEqual([false, false])
  })
})

test.each([
  ['POST', '99999999', true],
  ['POST', '5000000', false],
  ['GET', '99999999', false],
])('a %s request of %s bytes is too large: %s', (method, length, expected) => {
  expect(gates.isTooLarge(requestOf('/account', { method, headers: { 'content-length': length } }))).toBe(
    expected,
  )
})

test('rate-limits a page per user, and per IP address for guests', async () => {
  const { id } = await aUser()
  const [address, other] = ['192.0.2.1', '192.0.2.2'].map((ip) => ({ headers: { 'x-forwarded-for': ip } }))
  for (let count = 0; count < 120; count++) {
    await spend('search', String(id))
    await spend('search-ip', '192.0.2.1')
  }
  const wait = async (init: Init & { userId?: number } = {}) => {
    const { context, route } = await arrange('/search?q=a', init)
    return (await gates.reachedPageLimit(context, route))?.reset ?? 0
  }
  expect(await wait({ userId: id })).toBeGreaterThan(0)
  expect(await wait(address)).toBeGreaterThan(0)
  expect([await wait(other), await wait({ ...address, userId: (await aUser()).id })]).toEqual([0, 0])
  expect(await wait({ headers: { ...address?.headers, 'next-action': 'x' } })).toBe(0)
})

describe('a prerendered page', () => {
  const canBePrerendered = async (path: string, init: Init & { userId?: number } = {}) => {
    const { context, route } = await arrange(path, init)
    return gates.canBePrerendered(context, route)
  }

  test('is used for guests without a query and a flash message', async () => {
    expect(await canBePrerendered('/explore')).toBe(true)
    expect(await canBePrerendered('/explore', { method: 'HEAD' })).toBe(true)
    expect(await canBePrerendered('/explore?before=1')).toBe(false)
    expect(await canBePrerendered('/explore', { method: 'POST' })).toBe(false)
    expect(await canBePrerendered('/explore', { headers: { cookie: 'roost.flash=x' } })).toBe(false)
    expect(await canBePrerendered('/explore', { userId: (await aUser()).id })).toBe(false)
    expect(await canBePrerendered('/search')).toBe(false)
  })

  test('is not used with GUEST_PAGES=dynamic', async () => {
    changeSettings({ GUEST_PAGES: 'dynamic' })
    expect(await canBePrerendered('/explore')).toBe(false)
  })
})
