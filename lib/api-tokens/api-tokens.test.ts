import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { hashApiToken, newApiToken } from '../crypto/api-token'
import { db, transaction } from '../db/db'
import { subscribe } from '../events/events'
import { redactSecrets } from '../log/redact'
import { resetLimits } from '../rate-limit/rate-limit'
import { changePassword, endAllSessions } from '../sessions/mutations'
import { anApiUser, aPasswordToken, aPersonalToken } from '../testing/api'
import { aUser, aViewer, testPassword, viewerOf } from '../testing/factories'
import { emptyMailbox, sendMails } from '../testing/mails'
import { createPersonalToken, deleteApiTokens, purgeApiTokens, recordUse, revokeApiToken } from './mutations'
import { findApiToken, listPersonalTokens } from './queries'
import { newTokenInput } from './schema'

beforeEach(resetLimits)
beforeEach(emptyMailbox)

const isLive = async (token: string) => (await findApiToken(token)) !== null

test('a token made with the password has every scope that the role allows', async () => {
  const [member, admin] = [await anApiUser(), await anApiUser({ role: 'admin' })]
  expect((await findApiToken(member.token))?.scopes).toEqual(['read', 'write', 'messages'])
  expect((await findApiToken(admin.token))?.scopes).toEqual(['read', 'write', 'messages', 'admin'])
})

describe('a personal token', () => {
  const input = (change: object = {}) => newTokenInput.parse({ label: 'Bot', days: '30', ...change })

  test('has a name, scopes and an expiry, and is listed without the token [TOK-03]', async () => {
    const ann = await aViewer()
    const { token, expiresAt } = await createPersonalToken(ann, input({ write: 'on' }))
    expect(Math.round((expiresAt.getTime() - Date.now()) / 86_400_000)).toBe(30)
    const [listed] = await listPersonalTokens(ann)
    expect(listed).toMatchObject({ name: 'Bot', scopes: ['read', 'write'], lastUsedAt: null })
    expect(JSON.stringify(listed)).not.toContain(token)
    expect(await listPersonalTokens(await aViewer())).toEqual([])
  })

  test('is reported by mail, in the language of the page [SEC-08]', async () => {
    await createPersonalToken(await aViewer(), input(), 'de')
    expect((await sendMails()).map(({ subject }) => subject)).toEqual(['Neues API-Token für dein Konto'])
  })

  test('records its use at most every ten minutes', async () => {
    const { id } = await aViewer()
    const token = await aPersonalToken(id, 'read')
    const use = async (at: Date) => {
      const found = await findApiToken(token)
      if (found) await recordUse(found, at)
      return (await findApiToken(token))?.lastUsedAt
    }
    const [first, soon, later] = [0, 9, 10].map((minutes) => new Date(Date.now() + minutes * 60_000))
    expect(await use(first as Date)).toEqual(first)
    expect(await use(soon as Date)).toEqual(first)
    expect(await use(later as Date)).toEqual(later)
  })

  test.each([
    { label: '' },
    { label: 'x'.repeat(51) },
    { days: '0' },
    { days: '366' },
    { days: '1.5' },
    { days: 'x' },
  ])('is refused with %j', (change) => {
    expect(newTokenInput.safeParse({ label: 'Bot', days: '30', ...change }).success).toBe(false)
  })

  test('needs a recent proof of identity [SEC-09]', async () => {
    const ann = await aViewer()
    const createdAt = new Date(Date.now() - 10 * 60_000)
    await transaction((tx) => tx.session.update({ where: { id: ann.sessionId }, data: { createdAt } }))
    await expect(createPersonalToken(ann, input())).rejects.toMatchObject({
      fieldErrors: { current: 'current.required' },
    })
    await createPersonalToken(ann, input({ current: testPassword }))
    expect(await db.apiToken.count()).toBe(1)
  })

  test('has the chosen scopes; admin can be chosen by administrators only', async () => {
    const [ann, admin] = [await aViewer(), await aViewer({ role: 'admin' })]
    await createPersonalToken(ann, input({ messages: 'on' }))
    await expect(createPersonalToken(ann, input({ admin: 'on' }))).rejects.toMatchObject({
      code: 'forbidden',
    })
    await createPersonalToken(admin, input({ write: 'on', messages: 'on', admin: 'on' }))
    const rows = await db.apiToken.findMany({ orderBy: { id: 'asc' }, select: { scopes: true } })
    expect(rows.map(({ scopes }) => scopes)).toEqual(['read messages', 'read write messages admin'])
  })

  test('is limited to fifty per user', async () => {
    const ann = await aViewer()
    const rows = Array.from({ length: 50 }, () => ({
      ...{ userId: ann.id, kind: 'personal', scopes: 'read', tokenHash: hashApiToken(newApiToken()) },
      expiresAt: new Date(Date.now() + 60_000),
    }))
    await transaction((tx) => tx.apiToken.createMany({ data: rows }))
    await expect(createPersonalToken(ann, input())).rejects.toMatchObject({
      fieldErrors: { label: 'label.tooMany' },
    })
  })

  test('can be revoked by its owner only', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const { token } = await createPersonalToken(ann, input())
    const { id } = await db.apiToken.findFirstOrThrow()
    await revokeApiToken(bob, id)
    expect(await isLive(token)).toBe(true)
    await revokeApiToken(ann, id)
    expect(await isLive(token)).toBe(false)
  })
})

test('all tokens end with a changed or reset password [SEC-13]', async () => {
  const ann = await anApiUser()
  const bob = await anApiUser()
  const personal = await aPersonalToken(ann.id, 'read')
  const next = { current: testPassword, password: 'five small wrens', repeat: 'five small wrens' }
  await changePassword(await viewerOf(ann.id), next)
  for (const token of [ann.token, personal]) expect(await isLive(token)).toBe(false)
  expect(await isLive(bob.token)).toBe(true)
  await transaction((tx) => endAllSessions(tx, bob.id))
  expect(await isLive(bob.token)).toBe(false)
})

test('an account that is about to be deleted gets no token', async () => {
  const { id } = await aUser()
  const dueAt = new Date(Date.now() + 60_000)
  await transaction((tx) =>
    tx.accountDeletion.create({ data: { userId: id, requestedAt: new Date(), dueAt } }),
  )
  await expect(aPasswordToken(id)).rejects.toMatchObject({ code: 'deletion-pending' })
  expect(await db.apiToken.count()).toBe(0)
})

test('expired tokens are purged', async () => {
  const [ann, bob] = [await anApiUser(), await anApiUser()]
  await transaction((tx) =>
    tx.apiToken.updateMany({ where: { userId: ann.id }, data: { expiresAt: new Date() } }),
  )
  expect(await purgeApiTokens()).toBe(1)
  expect(await db.apiToken.findMany({ select: { userId: true } })).toEqual([{ userId: bob.id }])
})

test('tokens do not appear in the log', async () => {
  const { token } = await anApiUser()
  expect(redactSecrets(`{"msg":"failed for ${token}"}`)).toBe('{"msg":"failed for roost_[redacted]"}')
})

test('tokens made with the password are reported by mail once a day for each network [SEC-08]', async () => {
  const { id } = await aUser({ username: 'ann' })
  for (let count = 0; count < 3; count++) await aPasswordToken(id)
  const [mail, ...rest] = await sendMails()
  expect(rest).toEqual([])
  expect(mail).toMatchObject({ to: 'ann@example.com', subject: 'New API token for your account' })
})

test('publishes the end of a token that is committed while the tokens of a user are deleted', async () => {
  const { id } = await aUser()
  await aPersonalToken(id, 'read')
  const ended: number[] = []
  onTestFinished(subscribe((event) => event.type === 'tokens-ended' && ended.push(...event.tokenIds)))
  const created = await transaction(async (tx) => {
    const find = tx.apiToken.findMany.bind(tx.apiToken)
    vi.spyOn(tx.apiToken, 'findMany').mockImplementationOnce((async (query: object) => {
      const rows = await find(query)
      // Like another transaction that commits on PostgreSQL between the two statements.
      const row = {
        userId: id,
        kind: 'personal',
        name: 'Late',
        scopes: 'read',
        tokenHash: hashApiToken(newApiToken()),
      }
      await tx.apiToken.create({ data: { ...row, expiresAt: new Date(Date.now() + 60_000) } })
      return rows
    }) as never)
    const before = await tx.apiToken.count({ where: { userId: id } })
    await deleteApiTokens(tx, id)
    return before + 1
  })
  expect(created).toBe(2)
  expect(await db.apiToken.count({ where: { userId: id } })).toBe(0)
  expect(new Set(ended).size).toBe(2)
})
