import { beforeEach, describe, expect, test } from 'vitest'
import { authenticate } from '../credentials/mutations'
import { db, transaction } from '../db/db'
import { resetLimits } from '../rate-limit/rate-limit'
import { resetPassword } from '../recovery/mutations'
import { openSession } from '../sessions/mutations'
import { findSession } from '../sessions/queries'
import { signUpWithSession } from '../sign-ups/mutations'
import { aUser, testClient, testPassword, viewerOf, viewerOfToken } from '../testing/factories'
import { emptyMailbox, sendMails, tokenIn } from '../testing/mails'
import { signUpFromProvider, updateAccount } from '../users/mutations'
import { getAccount } from '../users/queries'
import { accountInput } from '../users/schema'
import { confirmEmail, undoEmailChange } from './mutations'
import { findUndo } from './queries'

beforeEach(resetLimits)
beforeEach(emptyMailbox)

const chrome =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
const password = 'nine quiet lanterns'
const signUpAs = (username: string, email: string) =>
  signUpWithSession({ username, email, password, repeat: password }, testClient)

async function aVerifiedUser(email: string): Promise<number> {
  const { id } = await aUser({ username: 'ann', email })
  await transaction((tx) => tx.user.update({ where: { id }, data: { emailVerified: new Date() } }))
  return id
}

/** Changes the address and confirms it. @returns the mails that followed */
async function changeEmail(id: number, email: string) {
  const viewer = await viewerOf(id)
  await updateAccount(viewer, accountInput.parse({ ...(await getAccount(viewer)), email }), null)
  const token = tokenIn((await sendMails()).at(-1), 'verify-email')
  await confirmEmail(token, { ip: '2001:db8:1:2:3:4:5:6', userAgent: chrome })
  return sendMails()
}

const undo = (token: string) => undoEmailChange(token, testClient)
const emailOf = async (id: number) => (await db.user.findUniqueOrThrow({ where: { id } })).email
const expectRefusal = (token: string, code = 'not-found') =>
  expect(undo(token)).rejects.toMatchObject({ code })

describe('the mail to the former address', () => {
  test('says what happened, when and where, and has a link for seven days', async () => {
    const [mail] = await changeEmail(await aVerifiedUser('Old@example.com'), 'new@example.com')
    expect(mail).toMatchObject({ to: 'Old@example.com', subject: 'Your email address has changed' })
    expect(mail?.text).toContain('account ann')
    expect(mail?.text).toMatch(/\d{4} at \d\d:\d\d [AP]M UTC · Chrome on Linux · from 2001:db8:1:2\n/)
    expect(mail?.text).not.toContain('new@example.com')
    const { expiresAt } = await db.userToken.findFirstOrThrow({ where: { purpose: 'undo-email-change' } })
    const hours = (expiresAt.getTime() - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(167)
    expect(hours).toBeLessThanOrEqual(168)
  })

  test('has no link when the address was not verified, because it may belong to somebody else', async () => {
    const { id } = await aUser({ username: 'ann', email: 'typo@example.com' })
    const mails = await changeEmail(id, 'new@example.com')
    expect(mails.map(({ to }) => to)).toEqual(['typo@example.com'])
    expect(mails[0]?.text).toContain('ask the administrators')
    expect(mails[0]?.text).not.toContain('/undo-email-change/')
    expect(await db.releasedEmail.count()).toBe(0)
  })
})

describe('the link to undo a change', () => {
  test('restores the address, ends every session and invalidates the password', async () => {
    const id = await aVerifiedUser('Old@example.com')
    const [mail] = await changeEmail(id, 'new@example.com')
    const session = await openSession(id, true, testClient)
    const token = tokenIn(mail, 'undo-email-change')
    expect(await findUndo(token)).toMatchObject({ username: 'ann', email: 'Old@example.com', isTaken: false })
    const { resetToken } = await undo(token)
    expect(await db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({
      email: 'Old@example.com',
      emailKey: 'old@example.com',
      emailVerified: expect.any(Date),
      passwordHash: null,
    })
    expect(await findSession(session)).toBeNull()
    await expect(authenticate('ann', testPassword, testClient.ip)).rejects.toMatchObject({
      code: 'wrong-credentials',
    })
    await resetPassword({ token: resetToken, password, repeat: password })
    expect(await authenticate('old@example.com', password, testClient.ip)).toMatchObject({ id })
  })

  test('notifies the replaced address, without a link', async () => {
    const [mail] = await changeEmail(await aVerifiedUser('old@example.com'), 'new@example.com')
    await undo(tokenIn(mail, 'undo-email-change'))
    const [notice] = await sendMails()
    expect(notice?.to).toBe('new@example.com')
    expect(notice?.text).not.toContain('/undo-email-change/')
  })

  test('works once, also for simultaneous requests', async () => {
    const id = await aVerifiedUser('old@example.com')
    const token = tokenIn((await changeEmail(id, 'new@example.com'))[0], 'undo-email-change')
    const results = await Promise.allSettled([undo(token), undo(token)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expectRefusal(token)
  })

  test('expires, and altered links are refused', async () => {
    const id = await aVerifiedUser('old@example.com')
    const token = tokenIn((await changeEmail(id, 'new@example.com'))[0], 'undo-email-change')
    for (const wrong of [`${token}x`, token.slice(1), '']) await expectRefusal(wrong)
    await transaction((tx) => tx.releasedEmail.updateMany({ data: { expiresAt: new Date() } }))
    await expectRefusal(token)
    expect(await emailOf(id)).toBe('new@example.com')
  })

  test('cancels a pending address and later links', async () => {
    const id = await aVerifiedUser('old@example.com')
    const token = tokenIn((await changeEmail(id, 'new@example.com'))[0], 'undo-email-change')
    const viewer = await viewerOf(id)
    const input = { ...(await getAccount(viewer)), email: 'third@example.com' }
    await updateAccount(viewer, accountInput.parse(input), null)
    const verification = tokenIn((await sendMails()).at(-1), 'verify-email')
    await undo(token)
    await expect(confirmEmail(verification, testClient)).rejects.toMatchObject({ code: 'not-found' })
    expect(await db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({ pendingEmail: null })
  })

  test('of the first of two changes works after the second one has been undone', async () => {
    const id = await aVerifiedUser('first@example.com')
    const [first] = await changeEmail(id, 'second@example.com')
    const [second] = await changeEmail(id, 'third@example.com')
    await undo(tokenIn(second, 'undo-email-change'))
    expect(await emailOf(id)).toBe('second@example.com')
    await undo(tokenIn(first, 'undo-email-change'))
    expect(await emailOf(id)).toBe('first@example.com')
  })

  test('of a later change ends when an earlier change is undone', async () => {
    const id = await aVerifiedUser('first@example.com')
    const [first] = await changeEmail(id, 'second@example.com')
    const [second] = await changeEmail(id, 'third@example.com')
    await undo(tokenIn(first, 'undo-email-change'))
    await expectRefusal(tokenIn(second, 'undo-email-change'))
    expect(await emailOf(id)).toBe('first@example.com')
  })

  test('ends when the member takes the address again', async () => {
    const id = await aVerifiedUser('old@example.com')
    const token = tokenIn((await changeEmail(id, 'new@example.com'))[0], 'undo-email-change')
    await changeEmail(id, 'old@example.com')
    await expectRefusal(token)
  })

  test('is not sent when the change has been undone before', async () => {
    const id = await aVerifiedUser('old@example.com')
    await changeEmail(id, 'new@example.com')
    const late = { userId: id, to: 'old@example.com', undo: true, locale: 'en', at: new Date().toISOString() }
    const { emailChangedJob } = await import('./jobs')
    await transaction((tx) => tx.releasedEmail.deleteMany())
    const before = await db.userToken.count()
    const signal = new AbortController().signal
    await emailChangedJob.run(emailChangedJob.payload.parse({ ...late, ip: '', userAgent: '' }), {
      id: 'late',
      attempt: 1,
      signal,
    })
    expect(await db.userToken.count()).toBe(before)
  })
})

describe('a former address', () => {
  test('cannot be taken by others while it can be restored', async () => {
    const id = await aVerifiedUser('old@example.com')
    const [mail] = await changeEmail(id, 'new@example.com')
    const taken = { code: 'conflict', fieldErrors: { email: 'email.taken' } }
    await expect(signUpAs('bob', 'OLD@example.com')).rejects.toMatchObject(taken)
    const eve = await viewerOfToken((await signUpAs('eve', 'eve@example.com')).token)
    const input = { ...(await getAccount(eve)), email: 'old@example.com' }
    await expect(updateAccount(eve, accountInput.parse(input), null)).rejects.toMatchObject(taken)
    await undo(tokenIn(mail, 'undo-email-change'))
    expect(await emailOf(id)).toBe('old@example.com')
  })

  test('cannot be taken by a sign-up at the time of the change', async () => {
    const id = await aVerifiedUser('old@example.com')
    const viewer = await viewerOf(id)
    const input = { ...(await getAccount(viewer)), email: 'new@example.com' }
    await updateAccount(viewer, accountInput.parse(input), null)
    const token = tokenIn((await sendMails()).at(-1), 'verify-email')
    const results = await Promise.allSettled([
      confirmEmail(token, testClient),
      signUpAs('bob', 'old@example.com'),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })

  test('is free again after seven days', async () => {
    await changeEmail(await aVerifiedUser('old@example.com'), 'new@example.com')
    await transaction((tx) => tx.releasedEmail.updateMany({ data: { expiresAt: new Date() } }))
    await signUpAs('bob', 'old@example.com')
    expect(await db.releasedEmail.count()).toBe(0)
  })

  test('that a provider has verified for a new account cannot be restored', async () => {
    const id = await aVerifiedUser('old@example.com')
    const [mail] = await changeEmail(id, 'new@example.com')
    await signUpFromProvider('bob', 'old@example.com', 'Bob', { emailVerified: new Date() })
    const token = tokenIn(mail, 'undo-email-change')
    expect(await findUndo(token)).toMatchObject({ isTaken: true })
    await expectRefusal(token, 'conflict')
    expect(await emailOf(id)).toBe('new@example.com')
  })
})
