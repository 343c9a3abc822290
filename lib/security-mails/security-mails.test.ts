import { beforeEach, describe, expect, test } from 'vitest'
import { transaction } from '../db/db'
import { resetLimits } from '../rate-limit/rate-limit'
import { changePassword, openSession } from '../sessions/mutations'
import { signUpWithSession } from '../sign-ups/mutations'
import { aUser, testClient, testPassword, viewerOfToken } from '../testing/factories'
import { emptyMailbox, sendMails } from '../testing/mails'

beforeEach(resetLimits)
beforeEach(emptyMailbox)

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const client = { ip: '2001:db8:1:2:3:4:5:6', userAgent: firefox }
const newDevice = { locale: 'en' } as const
const subjects = async () => (await sendMails()).map(({ subject }) => subject)

describe('a log-in from a new device [SEC-08]', () => {
  test('is reported with time, device, network and what to do', async () => {
    const { id } = await aUser({ username: 'ann' })
    await openSession(id, false, client, { newDevice })
    const [mail, ...rest] = await sendMails()
    expect(rest).toEqual([])
    expect(mail).toMatchObject({ to: 'ann@example.com', subject: 'New log-in to your account' })
    expect(mail?.text).toContain('account ann')
    expect(mail?.text).toMatch(/\d{4} at \d\d:\d\d [AP]M UTC · Firefox on Linux · from 2001:db8:1:2\n/)
    expect(mail?.text).toMatch(/choose a new password now.*\n\n.*:\nhttp\S+\/reset-password\n/)
  })

  test('is reported in the language of the member, else of the page', async () => {
    const { id } = await aUser()
    await openSession(id, false, testClient, { newDevice: { locale: 'ja' } })
    expect(await subjects()).toEqual(['新しいログインがありました'])
    await transaction((tx) => tx.user.update({ where: { id }, data: { locale: 'fr' } }))
    await openSession(id, false, testClient, { newDevice: { locale: 'ja' } })
    expect(await subjects()).toEqual(['Nouvelle connexion à votre compte'])
  })

  test('is reported at most ten times an hour, and five times to an address that nobody has confirmed', async () => {
    const { id } = await aUser()
    await transaction((tx) => tx.user.update({ where: { id }, data: { emailVerified: new Date() } }))
    for (let count = 0; count < 12; count++) await openSession(id, false, testClient, { newDevice })
    expect(await sendMails()).toHaveLength(10)
    await emptyMailbox()
    const other = await aUser()
    for (let count = 0; count < 7; count++) await openSession(other.id, false, testClient, { newDevice })
    expect(await sendMails()).toHaveLength(5)
  })

  test('is not reported for a known device, nor at the sign-up', async () => {
    const { id } = await aUser()
    await openSession(id, false, testClient)
    const password = 'nine quiet lanterns'
    const input = { username: 'bob', email: 'bob@example.com', password, repeat: password }
    await signUpWithSession(input, testClient)
    expect(await subjects()).toEqual(['Confirm your email address'])
  })

  test('that is refused is not reported', async () => {
    const { id } = await aUser()
    const refused = openSession(id, false, testClient, { newDevice, credential: 'outdated' })
    await expect(refused).rejects.toMatchObject({ code: 'wrong-credentials' })
    expect(await sendMails()).toEqual([])
  })
})

test('a password change is reported with the device of the session [SEC-08]', async () => {
  const { id } = await aUser({ username: 'ann' })
  const viewer = await viewerOfToken(await openSession(id, false, client))
  const password = 'five small wrens'
  await changePassword(viewer, { current: testPassword, password, repeat: password }, 'de')
  const [mail] = await sendMails()
  expect(mail).toMatchObject({ to: 'ann@example.com', subject: 'Dein Passwort wurde geändert' })
  expect(mail?.text).toContain('UTC · Firefox auf Linux · von 2001:db8:1:2')
})

test('a refused password change is not reported', async () => {
  const { id } = await aUser()
  const viewer = await viewerOfToken(await openSession(id, false, client))
  const password = 'five small wrens'
  const refused = changePassword(viewer, { current: 'wrong', password, repeat: password })
  await expect(refused).rejects.toMatchObject({ code: 'invalid' })
  expect(await sendMails()).toEqual([])
})
