import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { requestAccountDeletion } from '@/lib/account-deletion/mutations'
import { streamHub, streamsPerUser } from '@/lib/api/stream/stream-hub'
import { revokeApiToken } from '@/lib/api-tokens/mutations'
import { findApiToken } from '@/lib/api-tokens/queries'
import { hashApiToken } from '@/lib/crypto/api-token'
import { db, transaction } from '@/lib/db/db'
import { latestPosition } from '@/lib/events/position'
import { publishSignals, writeSignals } from '@/lib/events/signals'
import { sendMessage } from '@/lib/messages/mutations'
import { suspendMember } from '@/lib/moderation/mutations'
import { deleteApp, revokeAuthorizedApp } from '@/lib/oauth-grants/mutations'
import { issueTokens, revokeToken } from '@/lib/oauth-tokens/mutations'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { createResetLink, resetPassword } from '@/lib/recovery/mutations'
import { changePassword } from '@/lib/sessions/mutations'
import { anApiUser, aPasswordToken, aPersonalToken, apiRequest } from '@/lib/testing/api'
import { aViewer, testPassword, viewerOf } from '@/lib/testing/factories'
import { aCode, anApp } from '@/lib/testing/oauth'
import { changeSettings } from '@/lib/testing/settings'
import { listen, publishPost, StreamReader } from '@/lib/testing/stream-reader'
import type { Viewer } from '@/lib/viewer'
import * as tokens from '../tokens/route'
import * as stream from './route'

beforeEach(resetLimits)
afterEach(() => streamHub().endAll())

const none = { params: Promise.resolve({}) }
const get = (token?: string, headers = {}) =>
  stream.GET(apiRequest('GET', '/api/stream', { ...(token && { token }), headers }), none)

/** Opens a stream and waits for its first event. */
async function open(token: string, headers = {}) {
  const reader = new StreamReader(await get(token, headers))
  await reader.until(() => reader.of('hello').length === 1)
  return reader
}

/** The rows of a token. */
const rowOf = (token: string) => db.apiToken.findUniqueOrThrow({ where: { tokenHash: hashApiToken(token) } })

describe('GET /api/stream', () => {
  test('sends new posts and signals, and continues after the last event', async () => {
    const { id, token } = await anApiUser()
    const ann = await viewerOf(id)
    const first = await open(token)
    expect(Object.fromEntries(first.response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store, no-transform',
      'access-control-allow-origin': '*',
      ratelimit: expect.any(String),
    })
    const one = await publishPost(ann, 'One')
    await first.until(() => first.of('post').length === 1)
    expect(first.of('post')[0]?.data).toEqual({ id: one, authorId: id, rootId: null, home: true })
    await first.close()
    const two = await publishPost(ann, 'Two')
    const again = await open(token, { 'last-event-id': first.lastId })
    await again.until(() => again.of('post').length === 1)
    expect(again.of('post').map(({ data }) => data)).toMatchObject([{ id: two }])
  })

  test('needs a token: a session is not enough [TOK-06]', async () => {
    const response = await get(undefined, { cookie: 'authjs.session-token=x' })
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="Roost"'])
    expect(stream.HEAD().status).toBe(405)
  })

  test('responds with 204 where streams are off', async () => {
    changeSettings({ LIVE: 'poll' })
    expect((await get((await anApiUser()).token)).status).toBe(204)
  })

  test('has a separate limit from that of pages', async () => {
    const { id, token } = await anApiUser()
    const ann = await viewerOf(id)
    for (let count = 0; count < streamsPerUser(); count++) {
      await listen(ann)
      await open(token)
    }
    const refused = await get(token)
    expect([refused.status, refused.headers.get('ratelimit-policy')]).toEqual([
      429,
      '"streams";q=6;qu="concurrent-requests"',
    ])
    expect(await refused.json()).toEqual({ error: 'Too Many Requests', message: 'Open at most 6 streams.' })
  })

  test('sends nothing about messages to personal tokens', async () => {
    const { id, token } = await anApiUser()
    const readers = [await open(token), await open(await aPersonalToken(id, 'read'))] as const
    await sendMessage(await aViewer(), { to: (await viewerOf(id)).username, body: 'Hello' })
    const payload = 1
    await transaction((tx) => writeSignals(tx, [{ userId: id, name: 'unread_notification_count', payload }]))
    publishSignals([id])
    const namesOf = (reader: StreamReader) =>
      reader.of('signal').map(({ data }) => (data as { name: string }).name)
    for (const reader of readers)
      await reader.until(() => namesOf(reader).includes('unread_notification_count'))
    expect(namesOf(readers[0]).sort()).toEqual([
      'message',
      'unread_message_count',
      'unread_notification_count',
    ])
    expect(namesOf(readers[1])).toEqual(['unread_notification_count'])
  })

  test('does not reveal the time of a message to personal tokens in the ids of events', async () => {
    const { id } = await anApiUser()
    const ann = await viewerOf(id)
    const token = await aPersonalToken(id, 'read')
    const signalOf = (eventId = '') => BigInt(eventId.split('.')[0] ?? '')
    const count = async (payload: number) => {
      await transaction((tx) =>
        writeSignals(tx, [{ userId: id, name: 'unread_notification_count', payload }]),
      )
      publishSignals([id])
    }
    const reader = await open(token)
    await count(1)
    await reader.until(() => reader.of('signal').length === 1)
    const visible = signalOf(reader.lastId)
    await sendMessage(await aViewer(), { to: ann.username, body: 'Hello' })
    await publishPost(ann)
    await reader.until(() => reader.of('post').length === 1)
    const { position } = await db.signal.findFirstOrThrow({ where: { userId: id, name: 'message' } })
    expect(position).toBeGreaterThan(visible)
    expect(signalOf(reader.lastId)).toBe(visible)
    expect((await latestPosition(id, false)).signal).toBe(visible)

    // A guess below and one above the time of the message get the same treatment.
    for (const guess of [position - 1n, position, position + 1n]) {
      const guessed = await open(token, { 'last-event-id': `${guess}.0` })
      expect(signalOf(guessed.of('hello')[0]?.id)).toBe(guess)
      await guessed.close()
    }
    const again = await open(token, { 'last-event-id': reader.lastId })
    await count(2)
    await again.until(() => again.of('signal').length === 1)
    expect(again.of('signal')[0]?.data).toMatchObject({ name: 'unread_notification_count', data: 2 })
  })
})

describe('a stream ends immediately', () => {
  /** Expects that `end` ends the streams of `token`, and no other one. */
  async function expectEnd(token: string, end: () => Promise<unknown>) {
    const other = await open((await anApiUser()).token)
    const readers = [await open(token), await open(token)]
    await end()
    // Without waiting: the check that runs every five seconds would end them too.
    expect(streamHub().size).toBe(1)
    await Promise.all(readers.map(({ done }) => done))
    expect(readers.map(({ ended, events }) => [ended, events.at(-1)?.event])).toEqual([
      ['closed', 'end'],
      ['closed', 'end'],
    ])
    expect(other.ended).toBeNull()
    expect((await get(token)).status).toBe(401)
  }

  const password = 'six grey herons'
  const change = { current: testPassword, password, repeat: password }

  test.each<[string, (viewer: Viewer, token: string) => Promise<unknown>]>([
    ['revokes the token', async (ann, token) => revokeApiToken(ann, (await rowOf(token)).id)],
    [
      'revokes the token by the API',
      async (_, token) => tokens.DELETE(apiRequest('DELETE', '/api/tokens', { token }), none),
    ],
    ['changes the password', (ann) => changePassword(ann, change)],
    [
      'resets the password',
      async ({ id }) => {
        const token = (await createResetLink(id)).split('/').at(-1) ?? ''
        return resetPassword({ token, password, repeat: password })
      },
    ],
    ['requests the deletion of the account', (ann) => requestAccountDeletion(ann, testPassword)],
    ['is suspended', ({ username }) => suspendMember(username)],
  ])('when its member %s [SEC-19]', async (_, end) => {
    const ann = await aViewer()
    const token = await aPasswordToken(ann.id)
    await expectEnd(token, () => end(ann, token))
  })

  /** Tokens of an app that a member has allowed. */
  async function anAuthorizedApp() {
    const [ann, app] = [await aViewer(), await anApp()]
    const credentials = { clientId: app.clientId }
    const issued = await issueTokens(await aCode(ann, app), credentials)
    const parameters = { grant_type: 'refresh_token', refresh_token: issued.refresh_token }
    const refresh = () => issueTokens(parameters, credentials)
    const { id } = await db.oAuthApp.findUniqueOrThrow({ where: { clientId: app.clientId } })
    return { ann, id, owner: app.owner, credentials, issued, refresh }
  }

  test.each<[string, (app: Awaited<ReturnType<typeof anAuthorizedApp>>) => Promise<unknown>]>([
    ['revokes its token', ({ issued, credentials }) => revokeToken(issued.access_token, credentials)],
    [
      'revokes its refresh token',
      ({ issued, credentials }) => revokeToken(issued.refresh_token, credentials),
    ],
    ['gets new tokens', ({ refresh }) => refresh()],
    ['is revoked by the member', ({ ann, id }) => revokeAuthorizedApp(ann, id)],
    ['is deleted by its owner', ({ owner, id }) => deleteApp(owner, id)],
    ['loses its owner', ({ owner }) => suspendMember(owner.username)],
  ])('when the app %s [SEC-20]', async (_, end) => {
    const app = await anAuthorizedApp()
    await expectEnd(app.issued.access_token, () => end(app))
  })

  test('when a refresh token is used twice [SEC-20]', async () => {
    const app = await anAuthorizedApp()
    const { access_token: token } = await app.refresh()
    await expectEnd(token, () => expect(app.refresh()).rejects.toThrow())
  })

  test('when the token was revoked just before it was opened', async () => {
    const ann = await aViewer()
    const live = await findApiToken(await aPersonalToken(ann.id, 'read'))
    if (!live) throw new Error('no token')
    await revokeApiToken(ann, live.id)
    const opened = streamHub().open(live.viewer, null, live)
    const reader = new StreamReader(new Response(opened?.body))
    await reader.done
    expect(reader.events.at(-1)?.event).toBe('end')
  })
})

test('the check of credentials ends streams of tokens without an event', async () => {
  const ann = await aViewer()
  const token = await aPasswordToken(ann.id)
  const [reader, page] = [await open(token), await listen(ann)]
  await transaction((tx) => tx.apiToken.deleteMany({ where: { userId: ann.id } }))
  await streamHub().checkCredentials()
  await reader.done
  expect([reader.events.at(-1)?.event, page.ended]).toEqual(['end', null])
})
