import { beforeEach, describe, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { hashPassword } from '../passwords/passwords'
import { resetLimits } from '../rate-limit/rate-limit'
import { changePassword } from '../sessions/mutations'
import { aUser, aViewer, testPassword, viewerOf } from '../testing/factories'
import { updateAccount } from '../users/mutations'
import { getAccount } from '../users/queries'
import { type AccountInput, accountInput } from '../users/schema'
import type { Viewer } from '../viewer'
import { confirmIdentity, type Proof, requireProof } from './mutations'
import { getRequiredProof } from './queries'

const minute = 60_000

beforeEach(resetLimits)

/** Sets the time of a log-in to `milliseconds` ago. */
async function logInAgo(viewer: Viewer, milliseconds: number): Promise<void> {
  const createdAt = new Date(Date.now() - milliseconds)
  await transaction((tx) => tx.session.update({ where: { id: viewer.sessionId }, data: { createdAt } }))
}

async function anOldLogIn(user: Parameters<typeof aViewer>[0] = {}): Promise<Viewer> {
  const viewer = await aViewer(user)
  await logInAgo(viewer, 10 * minute)
  return viewer
}

async function save(viewer: Viewer, change: Partial<AccountInput>) {
  const { username, displayName, email, aboutMe } = await getAccount(viewer)
  await updateAccount(viewer, accountInput.parse({ username, displayName, email, aboutMe, ...change }), null)
  return getAccount(viewer)
}

const invalid = (current: string) => ({ code: 'invalid', fieldErrors: { current } })

describe('the email address', () => {
  test('changes without a password in the first ten minutes after a log-in [SEC-09]', async () => {
    const ann = await aViewer()
    await logInAgo(ann, 9 * minute)
    expect(await getRequiredProof(ann)).toBe('none')
    expect(await save(ann, { email: 'new@example.com' })).toMatchObject({ pendingEmail: 'new@example.com' })
  })

  test.each([
    ['no password', '', 'current.required'],
    ['a wrong password', 'not the password', 'current.wrong'],
    ['a password with a leading space', ` ${testPassword}`, 'current.wrong'],
  ])(
    'requires the current password after ten minutes, and %s changes nothing [SEC-09]',
    async (_, current, error) => {
      const ann = await anOldLogIn({ email: 'old@example.com', aboutMe: 'Before' })
      expect(await getRequiredProof(ann)).toBe('password')
      const change = { email: 'new@example.com', aboutMe: 'After', current }
      await expect(save(ann, change)).rejects.toMatchObject(invalid(error))
      expect(await getAccount(ann)).toMatchObject({
        ...{ email: 'old@example.com', pendingEmail: null, aboutMe: 'Before' },
      })
    },
  )

  test('changes with the current password [SEC-09]', async () => {
    const ann = await anOldLogIn()
    await save(ann, { email: 'new@example.com', current: testPassword })
    expect(await getAccount(ann)).toMatchObject({ pendingEmail: 'new@example.com' })
  })

  test('requires the current password for a change of case too', async () => {
    const ann = await anOldLogIn({ email: 'ann@example.com' })
    await expect(save(ann, { email: 'Ann@example.com' })).rejects.toMatchObject(invalid('current.required'))
  })

  test('requires no password if it does not change', async () => {
    const ann = await anOldLogIn({ username: 'ann' })
    expect(await save(ann, { username: 'anna', aboutMe: 'Birds' })).toMatchObject({ username: 'anna' })
  })

  test('in use is reported before a password is required', async () => {
    await aUser({ email: 'bob@example.com' })
    const ann = await anOldLogIn()
    await expect(save(ann, { email: 'bob@example.com' })).rejects.toMatchObject({
      code: 'conflict',
      fieldErrors: { email: 'email.taken' },
    })
  })

  test('of an account without a password requires a new log-in [SEC-09]', async () => {
    const ann = await anOldLogIn({ passwordHash: null, email: 'old@example.com' })
    expect(await getRequiredProof(ann)).toBe('log-in')
    await expect(save(ann, { email: 'new@example.com' })).rejects.toMatchObject({ code: 'reauthenticate' })
    const again = await viewerOf(ann.id)
    expect(await getRequiredProof(again)).toBe('none')
    expect(await save(again, { email: 'new@example.com' })).toMatchObject({ pendingEmail: 'new@example.com' })
  })

  test('does not change after ten wrong passwords, even with the right one [SEC-04]', async () => {
    const ann = await anOldLogIn({ email: 'old@example.com' })
    const change = (current: string) => save(ann, { email: 'new@example.com', current })
    for (let count = 0; count < 10; count++)
      await expect(change('wrong')).rejects.toMatchObject(invalid('current.wrong'))
    await expect(change(testPassword)).rejects.toMatchObject({ code: 'rate-limited' })
    await expect(confirmIdentity(ann, testPassword)).rejects.toMatchObject({ code: 'rate-limited' })
    expect(await getAccount(ann)).toMatchObject({ email: 'old@example.com', pendingEmail: null })
  })
})

describe('a first password', () => {
  const next = { current: '', password: 'five small wrens', repeat: 'five small wrens' }

  test('requires a log-in less than ten minutes old [SEC-09]', async () => {
    const ann = await anOldLogIn({ passwordHash: null })
    await expect(changePassword(ann, next)).rejects.toMatchObject({ code: 'reauthenticate' })
    expect((await getAccount(ann)).hasPassword).toBe(false)
    await changePassword(await viewerOf(ann.id), next)
    expect((await getAccount(ann)).hasPassword).toBe(true)
  })

  test('is required as the current password for the next change', async () => {
    const ann = await aViewer({ passwordHash: null })
    await changePassword(ann, next)
    const again = await viewerOf(ann.id)
    await expect(changePassword(again, next)).rejects.toMatchObject(invalid('current.wrong'))
  })
})

describe('a proof of identity', () => {
  const check = (viewer: Viewer, proof: Proof) => transaction((tx) => requireProof(tx, viewer, proof))

  test('is valid until the password is replaced', async () => {
    const ann = await anOldLogIn()
    const proof = await confirmIdentity(ann, testPassword)
    await check(ann, proof)
    await transaction((tx) => tx.user.update({ where: { id: ann.id }, data: { passwordHash: 'other' } }))
    await expect(check(ann, proof)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('is valid until the session ends', async () => {
    const [ann, elsewhere] = [await aViewer(), await aViewer()]
    const proof = await confirmIdentity(ann, '')
    await transaction((tx) => tx.session.delete({ where: { id: elsewhere.sessionId } }))
    await check(ann, proof)
    await transaction((tx) => tx.session.delete({ where: { id: ann.sessionId } }))
    await expect(check(ann, proof)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('is not issued to a session that has ended', async () => {
    const ann = await aViewer({ passwordHash: null })
    await transaction((tx) => tx.session.delete({ where: { id: ann.sessionId } }))
    await expect(confirmIdentity(ann, '')).rejects.toMatchObject({ code: 'reauthenticate' })
  })
})

test('a concurrently replaced password cannot change the email address [SEC-09]', async () => {
  const replacement = await hashPassword('five small wrens')
  for (let round = 0; round < 10; round++) {
    const thief = await anOldLogIn({ email: `old_${round}@example.com` })
    const replace = () =>
      transaction(async (tx) => {
        await tx.user.update({ where: { id: thief.id }, data: { passwordHash: replacement } })
        await tx.session.deleteMany({ where: { userId: thief.id } })
        return tx.user.findUniqueOrThrow({ where: { id: thief.id }, select: { email: true } })
      })
    const change = save(thief, { email: `new_${round}@example.com`, current: testPassword })
    const [changed, { email: whenReplaced }] = await Promise.all([
      change.then(
        () => true,
        () => false,
      ),
      replace(),
    ])
    const { email } = await db.user.findUniqueOrThrow({ where: { id: thief.id } })
    // Either the whole change was committed before the replacement, or nothing was changed.
    expect(email).toBe(whenReplaced)
    expect(changed).toBe(email === `new_${round}@example.com`)
  }
})
