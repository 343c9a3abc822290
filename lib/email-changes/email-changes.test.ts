import { beforeEach, describe, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { resetLimits } from '../rate-limit/rate-limit'
import { getResetAccount } from '../recovery/queries'
import { changePassword } from '../sessions/mutations'
import { signUpWithSession } from '../sign-ups/mutations'
import { aUser, testClient, testPassword, viewerOf } from '../testing/factories'
import { emptyMailbox, sendMails, tokenIn } from '../testing/mails'
import { createUserToken } from '../user-tokens/mutations'
import { updateAccount } from '../users/mutations'
import { getAccount } from '../users/queries'
import { accountInput } from '../users/schema'
import type { Viewer } from '../viewer'
import { cancelEmailChange, confirmEmail, resendVerification } from './mutations'
import { findVerification } from './queries'

beforeEach(resetLimits)
beforeEach(emptyMailbox)

/** A user with a session, whose address is verified. */
async function aVerifiedViewer(username: string): Promise<Viewer> {
  const { id } = await aUser({ username })
  await transaction((tx) => tx.user.update({ where: { id }, data: { emailVerified: new Date() } }))
  return viewerOf(id)
}

async function saveEmail(viewer: Viewer, email: string) {
  await updateAccount(viewer, accountInput.parse({ ...(await getAccount(viewer)), email }), null)
}

/** Changes the address in the account form, and returns the link that was sent to the new one. */
async function requestChange(viewer: Viewer, email: string): Promise<string> {
  await saveEmail(viewer, email)
  return tokenIn((await sendMails()).at(-1), 'verify-email')
}

const confirm = (token: string) => confirmEmail(token, testClient)
const emailsOf = async (viewer: Viewer) => {
  const { email, pendingEmail, emailVerified } = await getAccount(viewer)
  return { email, pendingEmail, emailVerified }
}

describe('a new address', () => {
  test('takes effect when the link in the mail to it is used', async () => {
    const ann = await aVerifiedViewer('ann')
    await saveEmail(ann, 'New@example.com')
    expect(await emailsOf(ann)).toEqual({
      email: 'ann@example.com',
      pendingEmail: 'New@example.com',
      emailVerified: true,
    })
    const mails = await sendMails()
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['New@example.com', 'Confirm your new email address'],
    ])
    const token = tokenIn(mails[0], 'verify-email')
    expect(await findVerification(token)).toMatchObject({ isChange: true, isTaken: false })
    expect(await confirm(token)).toEqual({ isChange: true })
    expect(await emailsOf(ann)).toEqual({
      email: 'New@example.com',
      pendingEmail: null,
      emailVerified: true,
    })
    expect(await db.user.findUnique({ where: { emailKey: 'new@example.com' } })).toMatchObject({ id: ann.id })
  })

  test('stays pending when the form is saved again without a change of the address', async () => {
    const ann = await aVerifiedViewer('ann')
    const token = await requestChange(ann, 'new@example.com')
    await saveEmail(ann, 'ann@example.com')
    expect(await emailsOf(ann)).toMatchObject({ pendingEmail: 'new@example.com' })
    await confirm(token)
  })

  test('that differs in case only takes effect at once and stays verified', async () => {
    const ann = await aVerifiedViewer('ann')
    await saveEmail(ann, 'Ann@Example.com')
    expect(await emailsOf(ann)).toEqual({
      email: 'Ann@Example.com',
      pendingEmail: null,
      emailVerified: true,
    })
    expect(await sendMails()).toEqual([])
  })

  test('can be replaced by another one, whose link alone is valid', async () => {
    const ann = await aVerifiedViewer('ann')
    const first = await requestChange(ann, 'first@example.com')
    const second = await requestChange(ann, 'second@example.com')
    await expect(confirm(first)).rejects.toMatchObject({ code: 'not-found' })
    await confirm(second)
    expect(await emailsOf(ann)).toMatchObject({ email: 'second@example.com' })
  })

  test('can be cancelled, which is idempotent and invalidates the link', async () => {
    const ann = await aVerifiedViewer('ann')
    const token = await requestChange(ann, 'new@example.com')
    await cancelEmailChange(ann)
    await cancelEmailChange(ann)
    await expect(confirm(token)).rejects.toMatchObject({ code: 'not-found' })
    expect(await emailsOf(ann)).toMatchObject({ email: 'ann@example.com', pendingEmail: null })
  })

  test('gets its link again on request', async () => {
    const ann = await aVerifiedViewer('ann')
    await requestChange(ann, 'new@example.com')
    await resendVerification(ann)
    const [mail] = await sendMails()
    expect(mail?.to).toBe('new@example.com')
    await confirm(tokenIn(mail, 'verify-email'))
  })

  test('is no longer pending after a new password', async () => {
    const ann = await aVerifiedViewer('ann')
    const token = await requestChange(ann, 'new@example.com')
    const password = 'five small wrens'
    await changePassword(ann, { current: testPassword, password, repeat: password })
    await expect(confirm(token)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('can be requested ten times an hour', async () => {
    const ann = await aVerifiedViewer('ann')
    for (let count = 0; count < 10; count++) await saveEmail(ann, `${count}@example.com`)
    await expect(saveEmail(ann, '10@example.com')).rejects.toMatchObject({ code: 'rate-limited' })
  })

  test('invalidates links to choose a new password', async () => {
    const ann = await aVerifiedViewer('ann')
    const token = await requestChange(ann, 'new@example.com')
    const reset = await transaction((tx) =>
      createUserToken(tx, { userId: ann.id, purpose: 'reset-password', email: 'ann@example.com' }),
    )
    await confirm(token)
    expect(await getResetAccount(reset)).toBeNull()
    expect(await db.userToken.count({ where: { purpose: 'reset-password' } })).toBe(0)
  })
})

describe('an address that somebody else takes before it is confirmed', () => {
  test('is refused with conflict, and nothing changes', async () => {
    const ann = await aVerifiedViewer('ann')
    const token = await requestChange(ann, 'new@example.com')
    await aUser({ username: 'bob', email: 'NEW@example.com' })
    expect(await findVerification(token)).toMatchObject({ isTaken: true })
    await expect(confirm(token)).rejects.toMatchObject({ code: 'conflict' })
    expect(await emailsOf(ann)).toMatchObject({ email: 'ann@example.com', pendingEmail: 'new@example.com' })
  })

  test('is assigned to one of two members who confirm it at the same time', async () => {
    const both = [await aVerifiedViewer('ann'), await aVerifiedViewer('bob')]
    const tokens: string[] = []
    for (const viewer of both) tokens.push(await requestChange(viewer, 'new@example.com'))
    const results = await Promise.allSettled(tokens.map(confirm))
    const reasons = results.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(reasons).toEqual(['conflict'])
    expect(await db.user.count({ where: { emailKey: 'new@example.com' } })).toBe(1)
  })

  test('is assigned to a concurrent sign-up or confirmation, not to both', async () => {
    const ann = await aVerifiedViewer('ann')
    const token = await requestChange(ann, 'new@example.com')
    const password = 'nine quiet lanterns'
    const signUp = { username: 'bob', email: 'new@example.com', password, repeat: password }
    const results = await Promise.allSettled([confirm(token), signUpWithSession(signUp, testClient)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await db.user.count({ where: { emailKey: 'new@example.com' } })).toBe(1)
  })
})

test('a link works once for simultaneous requests', async () => {
  const ann = await aVerifiedViewer('ann')
  const token = await requestChange(ann, 'new@example.com')
  const results = await Promise.allSettled([confirm(token), confirm(token), confirm(token)])
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect((await sendMails()).map(({ to }) => to)).toEqual(['ann@example.com'])
})

test('a link is confirmed or cancelled, not both', async () => {
  const ann = await aVerifiedViewer('ann')
  const token = await requestChange(ann, 'new@example.com')
  const [confirmed] = await Promise.allSettled([confirm(token), cancelEmailChange(ann)])
  const email = confirmed.status === 'fulfilled' ? 'new@example.com' : 'ann@example.com'
  expect(await emailsOf(ann)).toMatchObject({ email, pendingEmail: null })
})
