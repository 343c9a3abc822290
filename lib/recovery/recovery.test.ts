import { rm } from 'node:fs/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { authenticate } from '../credentials/mutations'
import { sign, unsign } from '../crypto/signing'
import { db, transaction } from '../db/db'
import { env } from '../env'
import type { JobDefinition } from '../jobs/definition'
import { JobRunner } from '../jobs/runner'
import type { WrittenMail } from '../mail/written-mails'
import { resetLimits, spend } from '../rate-limit/rate-limit'
import { securityMailJob } from '../security-mails/jobs'
import { openSession } from '../sessions/mutations'
import { findSession } from '../sessions/queries'
import { aUser, testClient, testPassword } from '../testing/factories'
import { readMails } from '../testing/mailbox'
import { changeSettings } from '../testing/settings'
import { passwordResetJob } from './jobs'
import { requestPasswordReset, resetPassword } from './mutations'
import { getResetAccount } from './queries'

const newPassword = 'nine quiet lanterns'
const runner = () => new JobRunner([passwordResetJob, securityMailJob] as unknown as JobDefinition[])
const runJobs = () => runner().drain(Date.now() + 60_000)

beforeEach(resetLimits)
beforeEach(() => rm(`${env.DATA_DIR}/mail`, { recursive: true, force: true }))

/** Requests a link and returns it as received. */
async function requestLink(
  email: string,
  locale: 'en' | 'es' = 'en',
): Promise<{ mail: WrittenMail; token: string }> {
  const before = (await readMails(env.DATA_DIR)).length
  await requestPasswordReset({ email }, locale)
  await runJobs()
  const mail = (await readMails(env.DATA_DIR)).slice(before).at(-1)
  if (!mail) throw new Error('no mail was sent')
  return { mail, token: /\/reset-password\/(\S+)/.exec(mail.text)?.[1] ?? '' }
}

const reset = (token: string, password = newPassword) => resetPassword({ token, password, repeat: password })
const expectRefusal = (token: string) => expect(reset(token)).rejects.toMatchObject({ code: 'not-found' })
const canLogIn = (username: string, password: string) =>
  authenticate(username, password, testClient.ip).then(
    () => true,
    () => false,
  )

describe('the mail', () => {
  test('contains text and HTML with an absolute link, and says that it can be ignored [RST-03]', async () => {
    changeSettings({ APP_URL: 'https://roost.example' })
    const { mail, token } = await requestLink((await aUser({ username: 'ann' })).email.toUpperCase())
    expect(mail.to).toBe('ann@example.com')
    expect(mail.subject).toBe('Choose a new password')
    expect(mail.text).toContain(`https://roost.example/reset-password/${token}`)
    expect(mail.text).toContain('account ann')
    expect(mail.text).toContain('within 10 minutes')
    expect(mail.text).toContain('ignore this mail')
    expect(mail.source).toMatch(/^Content-Type: multipart\/alternative/m)
    expect(mail.source).toMatch(/^Content-Type: text\/html/m)
    expect(mail.source).not.toMatch(/<img|<link|url\(/)
  })

  test('is in the language of the member, else in that of the page [RST-03]', async () => {
    const user = await aUser()
    expect((await requestLink(user.email, 'es')).mail.subject).toBe('Elige una contraseña nueva')
    await transaction((tx) => tx.user.update({ where: { id: user.id }, data: { locale: 'en' } }))
    expect((await requestLink(user.email, 'es')).mail.subject).toBe('Choose a new password')
  })

  test('goes to known addresses only, and the request is the same for others [RST-02, RST-09]', async () => {
    await aUser({ email: 'ann@example.com' })
    for (const email of ['ann@example.com', 'nobody@example.com']) await requestPasswordReset({ email }, 'en')
    const jobs = await db.job.findMany({ select: { kind: true, payload: true } })
    expect(jobs.map(({ kind }) => kind)).toEqual(['password-reset', 'password-reset'])
    expect(await readMails(env.DATA_DIR)).toEqual([])
    await runJobs()
    expect((await readMails(env.DATA_DIR)).map(({ to }) => to)).toEqual(['ann@example.com'])
    expect(await db.job.count()).toBe(0)
  })

  test('is not sent to banned members', async () => {
    const user = await aUser()
    await transaction((tx) => tx.user.update({ where: { id: user.id }, data: { bannedAt: new Date() } }))
    await requestPasswordReset({ email: user.email }, 'en')
    await runJobs()
    expect(await readMails(env.DATA_DIR)).toEqual([])
  })

  test('is sent at most five times an hour to one member', async () => {
    const { email } = await aUser()
    for (let count = 0; count < 8; count++) {
      await requestPasswordReset({ email }, 'en')
      await runJobs()
    }
    expect(await readMails(env.DATA_DIR)).toHaveLength(5)
  })

  test('does not count attempts that failed because of the mail server', async () => {
    const { email } = await aUser()
    await requestPasswordReset({ email }, 'en')
    const row = await db.job.findFirstOrThrow()
    const input = passwordResetJob.payload.parse(JSON.parse(row.payload))
    const signal = new AbortController().signal
    for (let attempt = 1; attempt <= 8; attempt++)
      await passwordResetJob.run(input, { id: row.id, attempt, signal })
    expect(await readMails(env.DATA_DIR)).toHaveLength(8)
  })

  test('counts once after a run that could not be counted', async () => {
    const { id: userId, email } = await aUser()
    for (let count = 0; count < 4; count++) await spend('password-reset', String(userId))
    await requestPasswordReset({ email }, 'en')
    const row = await db.job.findFirstOrThrow()
    const input = passwordResetJob.payload.parse(JSON.parse(row.payload))
    const signal = new AbortController().signal
    const run = (attempt: number, id = row.id) => passwordResetJob.run(input, { id, attempt, signal })
    for (let attempt = 2; attempt <= 3; attempt++) await run(attempt)
    await run(1, 'another job')
    expect(await readMails(env.DATA_DIR)).toHaveLength(2)
  })

  test('contains a token that is nowhere in the database', async () => {
    const { token } = await requestLink((await aUser()).email)
    const rows = JSON.stringify([await db.userToken.findMany(), await db.job.findMany()])
    expect(rows).not.toContain(token)
    expect(rows).not.toContain(token.split('.')[0])
  })
})

describe('the link', () => {
  test('sets the password, ends every session and notifies the member by mail [RST-07]', async () => {
    const user = await aUser()
    const session = await openSession(user.id, true, testClient)
    const { token } = await requestLink(user.email)
    expect(await getResetAccount(token)).toMatchObject({ username: user.username })
    await reset(token)
    expect(await canLogIn(user.username, newPassword)).toBe(true)
    expect(await canLogIn(user.username, testPassword)).toBe(false)
    expect(await findSession(session)).toBeNull()
    await runJobs()
    expect((await readMails(env.DATA_DIR)).at(-1)).toMatchObject({
      to: user.email,
      subject: 'Your password has changed',
    })
    expect((await db.user.findUniqueOrThrow({ where: { id: user.id } })).emailVerified).not.toBeNull()
  })

  test('works once, also for simultaneous requests, and ends other links of the member [RST-05]', async () => {
    const user = await aUser()
    const [one, two] = [await requestLink(user.email), await requestLink(user.email)]
    const results = await Promise.allSettled([reset(one.token), reset(one.token), reset(two.token)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expectRefusal(one.token)
    await expectRefusal(two.token)
    expect(await getResetAccount(one.token)).toBeNull()
  })

  test('is invalid after another change of the password [RST-05]', async () => {
    const user = await aUser()
    const { token } = await requestLink(user.email)
    await transaction((tx) => tx.user.update({ where: { id: user.id }, data: { passwordHash: 'other' } }))
    await expectRefusal(token)
  })

  test('is invalid after another change of the address', async () => {
    const user = await aUser()
    const { token } = await requestLink(user.email)
    const email = 'new@example.com'
    await transaction((tx) => tx.user.update({ where: { id: user.id }, data: { email, emailKey: email } }))
    await expectRefusal(token)
  })

  test('expires after ten minutes and names its purpose [RST-04]', async () => {
    const { token } = await requestLink((await aUser()).email)
    expect(unsign('reset-password', token)).toMatchObject({ purpose: 'reset-password' })
    expect(unsign('verify-email', token)).toBeNull()
    const { createdAt, expiresAt } = await db.userToken.findFirstOrThrow()
    expect(Math.round((expiresAt.getTime() - createdAt.getTime()) / 1000)).toBe(600)
    await transaction((tx) => tx.userToken.updateMany({ data: { expiresAt: new Date() } }))
    await expectRefusal(token)
  })

  test('with an altered or forged token is refused [RST-04, RST-06]', async () => {
    const user = await aUser()
    const { token } = await requestLink(user.email)
    const [text = '', signature = ''] = token.split('.')
    const forged = sign('reset-password', { purpose: 'reset-password', id: 'x', expires: '2100-01-01' })
    const altered = [
      `${text}.${signature.slice(0, -1)}`,
      `${text}x.${signature}`,
      text,
      '',
      '.',
      'x'.repeat(5000),
    ]
    for (const wrong of [...altered, forged]) {
      expect(await getResetAccount(wrong)).toBeNull()
      await expectRefusal(wrong)
    }
    await reset(token)
  })

  test('refuses a weak password and stays valid', async () => {
    const { token } = await requestLink((await aUser()).email)
    await expect(reset(token, 'password123')).rejects.toMatchObject({ code: 'invalid' })
    await reset(token)
  })

  test('sets the first password of a member who logs in elsewhere', async () => {
    const user = await aUser({ passwordHash: null })
    await reset((await requestLink(user.email)).token)
    expect(await canLogIn(user.username, newPassword)).toBe(true)
  })

  test('stays valid when the mail is delivered by a later run', async () => {
    const user = await aUser()
    await requestPasswordReset({ email: user.email }, 'en')
    const row = await db.job.findFirstOrThrow()
    const input = passwordResetJob.payload.parse(JSON.parse(row.payload))
    const context = { id: row.id, attempt: 1, signal: new AbortController().signal }
    await passwordResetJob.run(input, context)
    await passwordResetJob.run(input, context)
    const mails = await readMails(env.DATA_DIR)
    const ids = mails.map(({ source }) => /^Message-ID: (.*)$/m.exec(source)?.[1])
    expect(ids).toEqual([ids[0], ids[0]])
    await reset(/\/reset-password\/(\S+)/.exec(mails[0]?.text ?? '')?.[1] ?? '')
  })
})
