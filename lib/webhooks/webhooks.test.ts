import { beforeEach, describe, expect, test } from 'vitest'
import { findApiToken } from '../api-tokens/queries'
import { decryptWebhookSecret } from '../crypto/webhook-signature'
import { db, transaction } from '../db/db'
import { limits } from '../limits'
import { redactSecrets } from '../log/redact'
import { resetLimits } from '../rate-limit/rate-limit'
import { anApiUser, aPersonalToken } from '../testing/api'
import { aViewer, testClient, testPassword, viewerOf } from '../testing/factories'
import { emptyMailbox, sendMails } from '../testing/mails'
import { changeSettings } from '../testing/settings'
import { aWebhook, deliveriesOf } from '../testing/webhooks'
import { webhookEvents } from '../webhook-events/schema'
import { createWebhook, deleteWebhook, rotateSecret, updateWebhook } from './mutations'
import { findAddressError } from './policy'
import { getWebhook, listWebhooks, ownerOfWebhook } from './queries'
import { checkboxNameOf, editWebhookInput, newWebhookInput } from './schema'

beforeEach(resetLimits)
beforeEach(emptyMailbox)

const url = 'https://hook.example/path?key=1'
const form = (change: object = {}) => ({ url, like: 'on', post_created: 'on', ...change })
const newWebhook = (change: object = {}) => newWebhookInput.parse(form(change))

/** A member whose log-in is not recent, so that changes need the password. */
async function aMemberOfYesterday() {
  const ann = await aViewer()
  const createdAt = new Date(Date.now() - 24 * 60 * 60_000)
  await transaction((tx) => tx.session.updateMany({ where: { userId: ann.id }, data: { createdAt } }))
  return ann
}

describe('a new webhook', () => {
  test('is stored with an encrypted secret, which is returned once, and gets a ping', async () => {
    const ann = await aViewer()
    const { id, secret } = await createWebhook(ann, newWebhook())
    const row = await db.webhook.findUniqueOrThrow({ where: { id } })
    expect(JSON.stringify(row)).not.toContain(secret)
    expect(decryptWebhookSecret(row.secret)).toBe(secret)
    expect(await listWebhooks(ann)).toMatchObject([
      { id, url, events: ['post.created', 'like'], includesText: false, state: 'active', failingSince: null },
    ])
    expect(JSON.stringify(await getWebhook(ann, id))).not.toContain('secret')
    expect(await deliveriesOf(ann.id)).toMatchObject([{ event: 'ping', webhookId: id }])
    expect(redactSecrets(`secret ${secret}`)).not.toContain(secret.slice(6))
  })

  test('is reported by mail, in the language of the page [SEC-08]', async () => {
    await createWebhook(await aViewer(), newWebhook(), { locale: 'de' })
    expect((await sendMails()).map(({ subject }) => subject)).toEqual(['Neue Webhook-Adresse für dein Konto'])
  })

  test('needs the password when the log-in is not recent', async () => {
    const ann = await aMemberOfYesterday()
    await expect(createWebhook(ann, newWebhook())).rejects.toMatchObject({
      fieldErrors: { current: 'current.required' },
    })
    await expect(createWebhook(ann, newWebhook({ current: 'wrong' }))).rejects.toMatchObject({
      fieldErrors: { current: 'current.wrong' },
    })
    expect(await createWebhook(ann, newWebhook({ current: testPassword }))).toMatchObject({
      id: expect.any(Number),
    })
  })

  test('cannot be made with a personal token, which proves no identity', async () => {
    const { id, token } = await anApiUser()
    const viewerOfToken = async (text: string) => {
      const found = await findApiToken(text)
      if (!found) throw new Error('the token is not live')
      return found.viewer
    }
    const personal = await viewerOfToken(await aPersonalToken(id, 'read write'))
    const origin = { client: testClient }
    await expect(createWebhook(personal, newWebhook(), origin)).rejects.toMatchObject({
      code: 'reauthenticate',
    })
    expect(await createWebhook(await viewerOfToken(token), newWebhook(), origin)).toBeDefined()
  })

  test('is refused when the member has the maximum, also for concurrent requests', async () => {
    const ann = await aViewer()
    for (let count = 1; count < limits.webhooks.perUser; count++) await aWebhook(ann.id)
    const results = await Promise.allSettled([1, 2, 3].map(() => createWebhook(ann, newWebhook())))
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { fieldErrors: { url: 'url.tooMany' } },
    })
    expect(await listWebhooks(ann)).toHaveLength(limits.webhooks.perUser)
  })
})

test.each([
  [{ url: '' }, 'url.required'],
  [{ url: 'hook.example' }, 'url.invalid'],
  [{ url: 'https://' }, 'url.invalid'],
  [{ url: 'https://ann@hook.example/' }, 'url.credentials'],
  [{ url: 'https://:secret@hook.example/' }, 'url.credentials'],
  [{ url: `https://hook.example/${'x'.repeat(limits.webhooks.url)}` }, 'url.tooLong'],
  // Encoding lengthens it.
  [{ url: `https://hook.example/${'ñ'.repeat(300)}` }, 'url.tooLong'],
  [{ like: undefined, post_created: undefined }, 'events.required'],
])('a form with %j is refused', (change, message) => {
  expect(newWebhookInput.safeParse(form(change)).error?.issues.map((issue) => issue.message)).toEqual([
    message,
  ])
})

test('every event has a checkbox, whose value comes from a form or from the form library', () => {
  const boxes = Object.fromEntries(webhookEvents.map((event) => [checkboxNameOf(event), 'on']))
  expect(newWebhookInput.parse({ url, ...boxes }).events).toEqual(webhookEvents)
  const input = { url: ' https://Hook.example#part ', like: true, follow: false, includes_text: true }
  expect(newWebhookInput.parse(input)).toEqual({
    url: 'https://hook.example/',
    events: ['like'],
    includesText: true,
  })
})

test.each([
  ['http://hook.example/', 'url.scheme', null],
  ['ftp://hook.example/', 'url.scheme', 'url.schemeAny'],
  ['javascript:alert(1)', 'url.scheme', 'url.schemeAny'],
  ['https://hook.example:22/', 'url.port', null],
  ['https://hook.example:8443/', null, null],
  ['https://hook.example:443/', null, null],
  ['https://127.0.0.1/', 'url.address', null],
  ['https://0x7f000001/', 'url.address', null],
  ['https://[::1]/', 'url.address', null],
  ['https://[::ffff:10.0.0.1]/', 'url.address', null],
  ['https://169.254.169.254/latest/meta-data/', 'url.address', 'url.address'],
])('the address %s gives %j on the public Internet and %j elsewhere', (text, inPublic, elsewhere) => {
  expect([findAddressError(text, 'public'), findAddressError(text, 'any')]).toEqual([inPublic, elsewhere])
})

test('an address that is not permitted is refused', async () => {
  const ann = await aViewer()
  const refusal = { fieldErrors: { url: 'url.address' } }
  await expect(createWebhook(ann, newWebhook({ url: 'https://10.0.0.1/' }))).rejects.toMatchObject(refusal)
  const id = await aWebhook(ann.id)
  const edit = editWebhookInput.parse(form({ id, url: 'https://10.0.0.1/' }))
  await expect(updateWebhook(ann, edit)).rejects.toMatchObject(refusal)
  changeSettings({ WEBHOOK_TARGETS: 'any' })
  expect(await createWebhook(ann, newWebhook({ url: 'http://10.0.0.1:3000/' }))).toBeDefined()
})

describe('a changed webhook', () => {
  const edit = (id: number, change: object = {}) =>
    editWebhookInput.parse(form({ id, active: 'on', ...change }))

  test('has the new values, and only a new address is reported by mail', async () => {
    const ann = await aViewer()
    const { id } = await createWebhook(ann, newWebhook())
    await sendMails()
    await updateWebhook(ann, edit(id, { follow: 'on', like: undefined, includes_text: 'on' }))
    expect(await sendMails()).toEqual([])
    await updateWebhook(ann, edit(id, { url: 'https://other.example/' }))
    expect(await sendMails()).toHaveLength(1)
    const expected = { url: 'https://other.example/', events: ['post.created', 'like'], includesText: false }
    expect(await getWebhook(ann, id)).toMatchObject(expected)
  })

  test('can be paused, and resets earlier failures when it is activated after a stop', async () => {
    const ann = await aViewer()
    const id = await aWebhook(ann.id)
    const stateAfter = async (change: object) => {
      await updateWebhook(ann, edit(id, change))
      return (await getWebhook(ann, id))?.state
    }
    expect(await stateAfter({ active: undefined })).toBe('paused')
    expect(await stateAfter({})).toBe('active')
    const stopped = { state: 'failed', failingSince: new Date() }
    await transaction((tx) => tx.webhook.update({ where: { id }, data: stopped, select: { id: true } }))
    expect(await stateAfter({ active: undefined })).toBe('failed')
    expect((await getWebhook(ann, id))?.failingSince).not.toBeNull()
    expect(await stateAfter({})).toBe('active')
    expect((await getWebhook(ann, id))?.failingSince).toBeNull()
  })

  test('needs the password when the log-in is not recent, also for a new secret', async () => {
    const ann = await aMemberOfYesterday()
    const id = await aWebhook(ann.id)
    const refusal = { fieldErrors: { current: 'current.required' } }
    await expect(updateWebhook(ann, edit(id))).rejects.toMatchObject(refusal)
    await expect(rotateSecret(ann, { id })).rejects.toMatchObject(refusal)
    await updateWebhook(ann, edit(id, { current: testPassword }))
  })
})

test('a new secret replaces the former one, which stays valid for a day', async () => {
  const ann = await aViewer()
  const { id, secret } = await createWebhook(ann, newWebhook())
  const now = new Date()
  const rotated = await rotateSecret(ann, { id }, now)
  expect(rotated).not.toBe(secret)
  const row = await db.webhook.findUniqueOrThrow({ where: { id } })
  expect([row.secret, row.previousSecret ?? ''].map(decryptWebhookSecret)).toEqual([rotated, secret])
  expect(row.previousSecretUntil?.getTime()).toBe(now.getTime() + 24 * 60 * 60_000)
})

test('the webhook of another member does not exist', async () => {
  const [ann, eve] = [await aViewer(), await aViewer()]
  const id = await aWebhook(ann.id)
  expect(await getWebhook(eve, id)).toBeNull()
  expect(await listWebhooks(eve)).toEqual([])
  const missing = { code: 'not-found' }
  await expect(updateWebhook(eve, editWebhookInput.parse(form({ id })))).rejects.toMatchObject(missing)
  await expect(rotateSecret(eve, { id })).rejects.toMatchObject(missing)
  await deleteWebhook(eve, id)
  expect(await getWebhook(await viewerOf(ann.id), id)).not.toBeNull()
  expect([await ownerOfWebhook(String(id)), await ownerOfWebhook('0'), await ownerOfWebhook('x')]).toEqual([
    ann.id,
    null,
    null,
  ])
})

test('a deleted webhook is gone with its deliveries, and deleting it again changes nothing', async () => {
  const ann = await aViewer()
  const { id } = await createWebhook(ann, newWebhook())
  await deleteWebhook(ann, id)
  await deleteWebhook(ann, id)
  expect([await db.webhook.count(), await db.webhookDelivery.count()]).toEqual([0, 0])
})
