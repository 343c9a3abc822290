import { beforeEach, describe, expect, test } from 'vitest'
import { sign, unsign } from '../crypto/signing'
import { db, transaction } from '../db/db'
import { resetLimits } from '../rate-limit/rate-limit'
import { signUpWithSession } from '../sign-ups/mutations'
import { aUser, testClient, viewerOf } from '../testing/factories'
import { emptyMailbox, sendMails, tokenIn } from '../testing/mails'
import { changeSettings } from '../testing/settings'
import { verificationJob } from './jobs'
import { confirmEmail, resendVerification } from './mutations'
import { findVerification } from './queries'

const password = 'nine quiet lanterns'
const ann = { username: 'ann', email: 'Ann@example.com', password, repeat: password }

beforeEach(resetLimits)
beforeEach(emptyMailbox)

const confirm = (token: string) => confirmEmail(token, testClient)
const expectRefusal = (token: string) => expect(confirm(token)).rejects.toMatchObject({ code: 'not-found' })
const verifiedAt = async (id: number) => (await db.user.findUniqueOrThrow({ where: { id } })).emailVerified

/** Signs up, and returns the link that was sent. */
async function signUp() {
  const { id } = await signUpWithSession(ann, testClient)
  const [mail] = await sendMails()
  return { id, mail, token: tokenIn(mail, 'verify-email') }
}

/** Sends a link to a user who is not verified. */
async function requestLink(id: number): Promise<string> {
  await resendVerification(await viewerOf(id))
  return tokenIn((await sendMails()).at(-1), 'verify-email')
}

describe('a sign-up', () => {
  test('is followed by one mail with an absolute link to verify the address', async () => {
    changeSettings({ APP_URL: 'https://roost.example' })
    const { id, mail, token } = await signUp()
    expect(mail).toMatchObject({ to: 'Ann@example.com', subject: 'Confirm your email address' })
    expect(mail?.text).toContain(`https://roost.example/verify-email/${token}`)
    expect(mail?.text).toContain('account ann')
    expect(mail?.text).toContain('within 30 minutes')
    expect(mail?.text).toContain('ignore this mail')
    expect(await verifiedAt(id)).toBeNull()
    expect(await sendMails()).toEqual([])
  })

  test('sends the mail in the language of the page, else in that of the member', async () => {
    const { id } = await signUpWithSession(ann, testClient, 'es')
    expect((await sendMails())[0]?.subject).toBe('Confirma tu dirección de correo')
    await transaction((tx) => tx.user.update({ where: { id }, data: { locale: 'de' } }))
    await resendVerification(await viewerOf(id), 'es')
    expect((await sendMails())[0]?.subject).toBe('Bestätige deine E-Mail-Adresse')
  })

  test('that is refused sends no mail', async () => {
    await aUser({ username: 'ann' })
    await expect(signUpWithSession(ann, testClient)).rejects.toMatchObject({ code: 'conflict' })
    expect(await db.job.count()).toBe(0)
  })
})

describe('the link', () => {
  test('verifies the address, and opening its page does not', async () => {
    const { id, token } = await signUp()
    expect(await findVerification(token)).toMatchObject({
      username: 'ann',
      email: ann.email,
      isChange: false,
    })
    expect(await verifiedAt(id)).toBeNull()
    expect(await confirm(token)).toEqual({ isChange: false })
    expect(await verifiedAt(id)).not.toBeNull()
  })

  test('works once, also for simultaneous requests, and ends other links', async () => {
    const { id, token } = await signUp()
    const other = await requestLink(id)
    const results = await Promise.allSettled([confirm(token), confirm(token), confirm(other)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const used of [token, other]) await expectRefusal(used)
    expect(await findVerification(token)).toBeNull()
  })

  test('expires after 30 minutes and names its purpose [SEC-07]', async () => {
    const { id, token } = await signUp()
    expect(unsign('verify-email', token)).toMatchObject({ purpose: 'verify-email' })
    for (const purpose of ['reset-password', 'undo-email-change']) expect(unsign(purpose, token)).toBeNull()
    const { createdAt, expiresAt } = await db.userToken.findFirstOrThrow()
    expect(Math.round((expiresAt.getTime() - createdAt.getTime()) / 1000)).toBe(30 * 60)
    await transaction((tx) => tx.userToken.updateMany({ data: { expiresAt: new Date() } }))
    await expectRefusal(token)
    expect(await verifiedAt(id)).toBeNull()
  })

  test('that is altered or forged is refused [SEC-07]', async () => {
    const { token } = await signUp()
    const [text = '', signature = ''] = token.split('.')
    const forged = sign('verify-email', { purpose: 'verify-email', id: 'x', expires: '2100-01-01' })
    for (const wrong of [`${text}x.${signature}`, `${text}.${signature.slice(1)}`, text, '', '.', forged])
      await expectRefusal(wrong)
    await confirm(token)
  })

  test('does not verify another address', async () => {
    const { id, token } = await signUp()
    const email = 'other@example.com'
    await transaction((tx) => tx.user.update({ where: { id }, data: { email, emailKey: email } }))
    await expectRefusal(token)
    expect(await verifiedAt(id)).toBeNull()
  })

  test('of a banned member is refused', async () => {
    const { id, token } = await signUp()
    await transaction((tx) => tx.user.update({ where: { id }, data: { bannedAt: new Date() } }))
    await expectRefusal(token)
  })

  test('is stored as a digest only [SEC-07]', async () => {
    const { token } = await signUp()
    const rows = JSON.stringify([await db.userToken.findMany(), await db.job.findMany()])
    expect(rows).not.toContain(token)
    expect(rows).not.toContain(token.split('.')[0])
  })
})

describe('a repeated mail', () => {
  test('is not sent for a verified address', async () => {
    const { id, token } = await signUp()
    await confirm(token)
    await resendVerification(await viewerOf(id))
    expect(await sendMails()).toEqual([])
  })

  test('that is requested twice before it is sent is sent once', async () => {
    const viewer = await viewerOf((await aUser()).id)
    await Promise.all([resendVerification(viewer), resendVerification(viewer)])
    expect(await sendMails()).toHaveLength(1)
  })

  test('is sent at most five times an hour to one address', async () => {
    const viewer = await viewerOf((await aUser()).id)
    let sent = 0
    for (let count = 0; count < 7; count++) {
      await resendVerification(viewer)
      sent += (await sendMails()).length
    }
    expect(sent).toBe(5)
  })

  test('after an error of the mail server does not count', async () => {
    const { id: userId, email } = await aUser()
    const signal = new AbortController().signal
    for (let attempt = 1; attempt <= 7; attempt++)
      await verificationJob.run({ userId, email, locale: 'en' }, { id: 'job', attempt, signal })
    expect(await db.userToken.count({ where: { userId } })).toBe(7)
  })
})
