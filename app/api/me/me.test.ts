import { beforeEach, describe, expect, test } from 'vitest'
import { getOwnAccountOperation } from '@/lib/api/users/own-account'
import { sendMessage } from '@/lib/messages/mutations'
import { suspendMember } from '@/lib/moderation/mutations'
import { issueTokens } from '@/lib/oauth-tokens/mutations'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { openSession } from '@/lib/sessions/mutations'
import { requestDeletion } from '@/lib/testing/account-deletion'
import { anApiUser, aPersonalToken, apiRequest } from '@/lib/testing/api'
import { aViewer, testClient, viewerOf } from '@/lib/testing/factories'
import { aCode, anApp } from '@/lib/testing/oauth'
import * as users from '../users/[id]/route'
import * as me from './route'

beforeEach(resetLimits)

async function read(token: string) {
  const response = await me.GET(apiRequest('GET', '/api/me', { token }), { params: Promise.resolve({}) })
  return { status: response.status, body: await response.json() }
}

describe('GET /api/me', () => {
  test('returns the email address, which other members do not get', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const { status, body } = await read(ann.token)
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: ann.id, email: ann.email, role: 'member', unread_notification_count: 0 })
    expect(() => getOwnAccountOperation.spec.responses[200]?.schema?.parse(body)).not.toThrow()
    const id = String(ann.id)
    const other = await users.GET(apiRequest('GET', `/api/users/${id}`, { token: bob.token }), {
      params: Promise.resolve({ id }),
    })
    expect(await other.text()).not.toContain(ann.email)
  })

  test('returns the number of unread messages only for tokens that may read messages', async () => {
    const { id, username } = await anApiUser()
    await sendMessage(await aViewer(), { to: username, body: 'Hello', submission: undefined })
    expect((await read(await aPersonalToken(id, 'read messages'))).body.unread_message_count).toBe(1)
    expect((await read(await aPersonalToken(id, 'read'))).body).not.toHaveProperty('unread_message_count')
  })

  test('returns no email address to an app', async () => {
    const [ann, app] = [await anApiUser(), await anApp()]
    const code = await aCode(await viewerOf(ann.id), app)
    const { access_token: token } = await issueTokens(code, { clientId: app.clientId })
    const { body } = await read(token)
    expect([body.id, body.email, body.unread_message_count]).toEqual([ann.id, undefined, undefined])
  })

  test('returns 401 for cookies, and for tokens of suspended members and of accounts to be deleted', async () => {
    const [ann, bob] = [await anApiUser(), await anApiUser()]
    const cookie = `roost.session=${await openSession(ann.id, false, testClient)}`
    const request = apiRequest('GET', '/api/me', { headers: { cookie } })
    expect((await me.GET(request, { params: Promise.resolve({}) })).status).toBe(401)
    await suspendMember(ann.username)
    await requestDeletion(await viewerOf(bob.id))
    for (const { token } of [ann, bob]) expect((await read(token)).status).toBe(401)
  })
})
