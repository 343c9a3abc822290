import { NextRequest } from 'next/server'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { openSession } from '../sessions/mutations'
import * as queries from '../sessions/queries'
import { aUser, testClient } from '../testing/factories'
import { createContext } from './context'

beforeEach(() => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(globalThis, 'roostSessionChecks')
})

const contextOf = (headers: Record<string, string>) =>
  createContext(new NextRequest('http://roost.example/', { headers }), () => {})

describe('the locale', () => {
  test.each([
    [{ cookie: 'roost.locale=es', 'accept-language': 'en' }, 'es'],
    [{ cookie: 'roost.locale=xx', 'accept-language': 'es' }, 'es'],
    [{ 'accept-language': 'es' }, 'es'],
    [{}, 'en'],
  ])('of a request with %j is %s', async (headers, locale) => {
    expect((await contextOf(headers)).locale).toBe(locale)
  })
})

describe('the session', () => {
  test('is looked up once for several calls of findViewer', async () => {
    const { id } = await aUser()
    const cookie = `roost.session=${await openSession(id, false, testClient)}`
    const findSession = vi.spyOn(queries, 'findSession')
    const context = await contextOf({ cookie })
    expect([await context.findViewer(), await context.findViewer()]).toMatchObject([{ id }, { id }])
    expect(findSession).toHaveBeenCalledTimes(1)
  })

  test('is looked up at most once when its last check is recent', async () => {
    const { id } = await aUser()
    const cookie = `roost.session=${await openSession(id, false, testClient)}`
    await contextOf({ cookie })
    const findSession = vi.spyOn(queries, 'findSession')
    const context = await contextOf({ cookie })
    expect(findSession).not.toHaveBeenCalled()
    expect([await context.findViewer(), await context.findViewer()]).toMatchObject([{ id }, { id }])
    expect(findSession).toHaveBeenCalledTimes(1)
  })

  test('that has ended makes the viewer a guest and marks the cookie as stale', async () => {
    const context = await contextOf({ cookie: `roost.session=${'x'.repeat(43)}` })
    expect(context).toMatchObject({ token: null, staleCookie: 'roost.session' })
    expect(await context.findViewer()).toBeNull()
  })

  test('is read from the cookie with the __Host- prefix on https', async () => {
    const token = await openSession((await aUser()).id, false, testClient)
    const headers = { cookie: `__Host-roost.session=${token}`, 'x-forwarded-proto': 'https' }
    expect(await contextOf(headers)).toMatchObject({ token, staleCookie: null })
  })

  test('of a guest is null', async () => {
    expect(await contextOf({})).toMatchObject({ token: null, staleCookie: null, renewedUntil: null })
  })
})
