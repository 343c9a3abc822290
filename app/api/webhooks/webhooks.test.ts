import { beforeEach, expect, test } from 'vitest'
import { operations } from '@/lib/api/operations'
import { deliveryJson, newWebhookJson, webhookJson } from '@/lib/api/webhooks/webhook-json'
import { sendMessage } from '@/lib/messages/mutations'
import { issueTokens } from '@/lib/oauth-tokens/mutations'
import { resetLimits } from '@/lib/rate-limit/rate-limit'
import { anApiUser, aPersonalToken, apiRequest } from '@/lib/testing/api'
import { viewerOf } from '@/lib/testing/factories'
import { emptyMailbox, sendMails } from '@/lib/testing/mails'
import { aCode, anApp } from '@/lib/testing/oauth'
import { aWebhook, deliveriesOf } from '@/lib/testing/webhooks'
import * as resend from './[id]/deliveries/[delivery]/resend/route'
import * as deliveries from './[id]/deliveries/route'
import * as ping from './[id]/ping/route'
import * as webhook from './[id]/route'
import * as secret from './[id]/secret/route'
import * as webhooks from './route'

beforeEach(resetLimits)
beforeEach(emptyMailbox)

const url = 'https://hook.example/'

type Handlers = Partial<Record<'GET' | 'POST' | 'PATCH' | 'DELETE', typeof webhook.GET>>

/** Calls a handler with the parameters that Next reads from the path. */
async function call(
  route: Handlers,
  method: keyof Handlers,
  path: string,
  options: Parameters<typeof apiRequest>[2],
) {
  const [, id = '', , delivery = ''] = path.split('/')
  const handler = route[method]
  if (!handler) throw new Error(`no ${method}`)
  const context = { params: Promise.resolve({ id, delivery }) }
  const response = await handler(apiRequest(method, `/api/webhooks${path}`, options), context)
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null }
}

test('creates, lists, changes and deletes a webhook', async () => {
  const { id: userId, token } = await anApiUser()
  const created = await call(webhooks, 'POST', '', {
    token,
    body: { url, events: ['like', 'post.created', 'like'] },
  })
  expect(created.status).toBe(201)
  const { id, secret: first } = newWebhookJson.strict().parse(created.body)
  expect(created.body).toMatchObject({
    url,
    events: ['post.created', 'like'],
    includes_text: false,
    state: 'active',
  })
  expect(created.headers.get('location')).toBe(`/api/webhooks/${id}`)
  expect(first).toMatch(/^whsec_/)
  expect(await sendMails()).toHaveLength(2)
  expect(await deliveriesOf(userId)).toMatchObject([{ event: 'ping' }])

  const found = await call(webhook, 'GET', `/${id}`, { token })
  expect(webhookJson.strict().parse(found.body)).toMatchObject({ id })
  expect((await call(webhooks, 'GET', '', { token })).body).toEqual({ items: [found.body] })
  const changed = await call(webhook, 'PATCH', `/${id}`, {
    token,
    body: { active: false, includes_text: true },
  })
  expect(changed.body).toEqual({ ...found.body, state: 'paused', includes_text: true })
  const rotated = await call(secret, 'POST', `/${id}/secret`, { token })
  expect(rotated.body.secret).toMatch(/^whsec_/)
  expect(rotated.body.secret).not.toBe(first)
  expect((await call(webhook, 'DELETE', `/${id}`, { token })).status).toBe(204)
  expect((await call(webhook, 'GET', `/${id}`, { token })).status).toBe(404)
})

test.each([
  [{}, 'url: Enter an address.'],
  [{ url, events: [] }, 'events: Choose at least one event.'],
  [{ url, events: ['nothing'] }, 'events: '],
  [{ url: 'http://hook.example/', events: ['like'] }, 'url: The address has to begin with https://.'],
  [{ url: 'https://10.0.0.1/', events: ['like'] }, 'url: This address belongs to a private network.'],
])('refuses %j', async (body, message) => {
  const { token } = await anApiUser()
  const { status, body: error } = await call(webhooks, 'POST', '', { token, body })
  expect(status).toBe(400)
  expect(error.message).toContain(message)
})

test('a personal token reads, pings and deletes, but does not choose where events go', async () => {
  const { id: userId } = await anApiUser()
  const token = await aPersonalToken(userId, 'read write')
  const id = await aWebhook(userId)
  const statusOf = async (...call_: Parameters<typeof call>) => (await call(...call_)).status
  expect(await statusOf(webhooks, 'POST', '', { token, body: { url, events: ['like'] } })).toBe(403)
  expect(await statusOf(webhook, 'PATCH', `/${id}`, { token, body: { url } })).toBe(403)
  expect(await statusOf(secret, 'POST', `/${id}/secret`, { token })).toBe(403)
  expect(await statusOf(webhook, 'GET', `/${id}`, { token })).toBe(200)
  expect(await statusOf(ping, 'POST', `/${id}/ping`, { token })).toBe(204)
  expect(await statusOf(webhook, 'DELETE', `/${id}`, { token })).toBe(204)
})

test('lists deliveries with links, and sends one again while the webhook is active', async () => {
  const { id: userId, token } = await anApiUser()
  const id = await aWebhook(userId)
  for (let count = 0; count < 3; count++) await call(ping, 'POST', `/${id}/ping`, { token })
  const path = `/${id}/deliveries`
  const page = await call(deliveries, 'GET', `${path}?limit=2`, { token })
  expect(page.body.items).toHaveLength(2)
  expect(deliveryJson.strict().parse(page.body.items[0])).toMatchObject({ event: 'ping', state: 'pending' })
  const next = page.body._links.next.replace('/api/webhooks', '')
  expect((await call(deliveries, 'GET', next, { token })).body.items).toHaveLength(1)
  expect((await call(deliveries, 'GET', `${path}?before=x`, { token })).status).toBe(400)

  const again = `${path}/${page.body.items[0].id}/resend`
  expect((await call(resend, 'POST', again, { token })).status).toBe(204)
  await call(webhook, 'PATCH', `/${id}`, { token, body: { active: false } })
  expect((await call(resend, 'POST', again, { token })).status).toBe(409)
  expect((await call(ping, 'POST', `/${id}/ping`, { token })).status).toBe(409)
})

test('shows and sends again deliveries of private messages only to tokens with the scope messages', async () => {
  const [ann, bob] = [await anApiUser(), await anApiUser()]
  const id = await aWebhook(ann.id, { events: 'message' })
  await sendMessage(await viewerOf(bob.id), { to: ann.username, body: 'hello', submission: undefined })
  const [delivery] = await deliveriesOf(ann.id)
  const path = `/${id}/deliveries`
  const again = `${path}/${delivery?.id}/resend`
  const token = await aPersonalToken(ann.id, 'read write')
  expect((await call(deliveries, 'GET', path, { token })).body.items).toEqual([])
  expect((await call(resend, 'POST', again, { token })).status).toBe(404)
  const allowed = { token: await aPersonalToken(ann.id, 'read write messages') }
  expect((await call(deliveries, 'GET', path, allowed)).body.items).toMatchObject([{ event: 'message' }])
  expect((await call(resend, 'POST', again, allowed)).status).toBe(204)
})

test('the webhook of another user does not exist', async () => {
  const [ann, eve] = [await anApiUser(), await anApiUser()]
  const id = await aWebhook(ann.id)
  await call(ping, 'POST', `/${id}/ping`, { token: ann.token })
  const [delivery] = await deliveriesOf(ann.id)
  const { token } = eve
  const calls = [
    call(webhook, 'GET', `/${id}`, { token }),
    call(webhook, 'PATCH', `/${id}`, { token, body: { url } }),
    call(webhook, 'DELETE', `/${id}`, { token }),
    call(secret, 'POST', `/${id}/secret`, { token }),
    call(ping, 'POST', `/${id}/ping`, { token }),
    call(deliveries, 'GET', `/${id}/deliveries`, { token }),
    call(resend, 'POST', `/${id}/deliveries/${delivery?.id}/resend`, { token }),
  ]
  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404, 404])
  expect((await call(webhooks, 'GET', '', { token })).body).toEqual({ items: [] })
})

test('the token of an app is refused', async () => {
  const { id: userId } = await anApiUser()
  const app = await anApp()
  const code = await aCode(await viewerOf(userId), app)
  const { access_token: token } = await issueTokens(code, { clientId: app.clientId })
  const id = await aWebhook(userId)
  expect((await call(webhooks, 'GET', '', { token })).status).toBe(403)
  expect((await call(webhook, 'DELETE', `/${id}`, { token })).status).toBe(403)
  const paths = operations.filter(({ spec }) => spec.path.startsWith('/api/webhooks'))
  expect(paths.filter(({ spec }) => !spec.refusesApps)).toEqual([])
})
