import { rm } from 'node:fs/promises'
import { beforeEach, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { env } from '../env'
import { sendMessage } from '../messages/mutations'
import { resetLimits } from '../rate-limit/rate-limit'
import { deleteAccount, runDeletions } from '../testing/account-deletion'
import { aViewer } from '../testing/factories'
import { readMails } from '../testing/mailbox'
import { insertAppRows } from '../testing/oauth'
import { findUsernameProblem } from '../usernames/queries'

beforeEach(resetLimits)
beforeEach(() => rm(`${env.DATA_DIR}/mail`, { recursive: true, force: true }))

const rowOf = (id: number) => db.user.findUnique({ where: { id } })

test('deletes the log-ins and links of the member', async () => {
  const ann = await aViewer()
  const userId = ann.id
  await transaction(async (tx) => {
    await tx.account.create({ data: { userId, type: 'oauth', provider: 'github', providerAccountId: '1' } })
    const expiresAt = new Date(Date.now() + 60_000)
    await tx.userToken.create({ data: { userId, tokenHash: 'x', purpose: 'reset-password', expiresAt } })
    const token = { userId, tokenHash: 'y', kind: 'personal', scopes: 'read', expiresAt }
    await tx.apiToken.create({ data: token })
    const webhook = { userId, url: 'https://hook.example/', events: 'like', secret: 'x' }
    const { id: webhookId } = await tx.webhook.create({ data: webhook })
    const times = { createdAt: new Date(), nextAttemptAt: new Date() }
    await tx.webhookDelivery.create({ data: { id: 'delivery', webhookId, event: 'like', ...times } })
    await insertAppRows(tx, userId)
    const email = 'former@example.com'
    await tx.releasedEmail.create({ data: { userId, email, emailKey: email, expiresAt } })
    await tx.import.create({ data: { id: 'import', userId } })
    await tx.digestSubscription.create({ data: { userId, frequency: 'daily', dueAt: expiresAt } })
    await tx.user.update({ where: { id: userId }, data: { pendingEmail: email }, select: { id: true } })
  })
  // Keeps the row.
  await sendMessage(ann, { to: (await aViewer()).username, body: 'Hello' })
  await deleteAccount(ann)
  const tables = [
    db.account,
    db.userToken,
    db.apiToken,
    db.webhook,
    db.oAuthGrant,
    db.session,
    db.releasedEmail,
    db.digestSubscription,
    db.import,
  ]
  const where = { where: { userId } }
  for (const table of tables as unknown as { count: (query: typeof where) => Promise<number> }[])
    expect(await table.count(where)).toBe(0)
  expect(await db.webhookDelivery.count()).toBe(0)
  expect(await db.oAuthApp.count()).toBe(0)
  expect(await rowOf(userId)).toMatchObject({ pendingEmail: null })
})

test('releases the username after thirty days, and the address at once', async () => {
  const ann = await aViewer({ username: 'ann' })
  await sendMessage(ann, { to: (await aViewer()).username, body: 'Hello' })
  await deleteAccount(ann)
  expect(await findUsernameProblem('ann', 0)).toBe('username.taken')
  expect(await findUsernameProblem('ann', ann.id)).toBe('username.taken')
  const later = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000 + 1000)
  expect(await findUsernameProblem('ann', 0, later)).toBeNull()
  expect(await aViewer({ username: 'other', email: 'ann@example.com' })).toMatchObject({ username: 'other' })
})

test('sends one last mail to the address', async () => {
  await deleteAccount(await aViewer({ username: 'ann' }))
  await runDeletions()
  const subjects = (await readMails(env.DATA_DIR)).map(({ to, subject }) => `${to}: ${subject}`)
  expect(subjects).toEqual([
    'ann@example.com: Your account will be deleted',
    'ann@example.com: Your account is deleted',
  ])
})
