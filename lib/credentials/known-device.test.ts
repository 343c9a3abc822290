import { beforeEach, describe, expect, test } from 'vitest'
import { newDeviceProof } from '../crypto/known-device'
import { resetLimits } from '../rate-limit/rate-limit'
import { changePassword } from '../sessions/mutations'
import { aUser, testPassword, viewerOf } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import { authenticate } from './mutations'

beforeEach(resetLimits)

let address = 0
const anywhere = () => `203.0.${Math.floor(address / 250)}.${address++ % 250}`
const attempt = (identifier: string, password: string, proofs: string[] = [], ip = anywhere()) =>
  authenticate(identifier, password, ip, proofs)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => `${error.code} ${error.message}`,
  )
const wrong = 'wrong-credentials wrong-credentials'
const limited = 'rate-limited login-account'

/** Ann, and the proof of a device that has logged in to her account. */
async function annWithDevice() {
  const ann = await aUser({ username: 'ann', email: 'ann@example.com' })
  const { id, credential } = await attempt('ann', testPassword)
  return { ...ann, proof: newDeviceProof(id, credential) }
}

async function failTenTimes(identifier = 'ann', proofs: string[] = []) {
  for (let count = 0; count < 10; count++)
    expect(await codeOf(attempt(identifier, 'wrong', proofs))).toBe(wrong)
}

test('username and email address share the attempt limit of an account [LOG-16]', async () => {
  await aUser({ username: 'ann', email: 'ann@example.com' })
  const forms = ['ann', 'ann@example.com', ' ANN ', 'Ann@Example.COM', 'ann']
  for (const identifier of [...forms, ...forms])
    expect(await codeOf(attempt(identifier, 'wrong'))).toBe(wrong)
  for (const identifier of forms) expect(await codeOf(attempt(identifier, testPassword))).toBe(limited)
})

test.each([['nobody'], ['nobody@example.com']])(
  'an unknown account has the same limit of ten attempts as a known one: %s [LOG-16]',
  async (identifier) => {
    await failTenTimes(identifier)
    expect(await codeOf(attempt(identifier.toUpperCase(), 'wrong'))).toBe(limited)
  },
)

test('a name that looks like a user id is counted separately from that user', async () => {
  const { id } = await aUser({ username: 'ann' })
  for (const name of [String(id), `member:${id}`]) await failTenTimes(name)
  expect(await codeOf(attempt('ann', testPassword))).toBe('done')
})

describe('a device that has logged in before', () => {
  test('can log in after other devices have used up the attempts of the account [LOG-16]', async () => {
    const { proof } = await annWithDevice()
    await failTenTimes()
    expect(await codeOf(attempt('ann', testPassword))).toBe(limited)
    for (const identifier of ['ann', 'ann@example.com'])
      expect(await codeOf(attempt(identifier, testPassword, ['x.y', proof]))).toBe('done')
    expect(await codeOf(attempt('ann', testPassword))).toBe(limited)
  })

  test('can log in after its IP address has used up its attempts', async () => {
    const { proof } = await annWithDevice()
    for (let count = 0; count < 30; count++) await codeOf(attempt(`name${count}`, 'wrong', [], '192.0.2.9'))
    expect(await codeOf(attempt('ann', testPassword, [], '192.0.2.9'))).toBe('rate-limited login-ip')
    expect(await codeOf(attempt('ann', testPassword, [proof], '192.0.2.9'))).toBe('done')
  })

  test('has a separate limit of ten attempts, which a success resets', async () => {
    const { proof } = await annWithDevice()
    await failTenTimes('ann', [proof])
    expect(await codeOf(attempt('ann', testPassword, [proof]))).toBe('rate-limited login-device')
    expect(await codeOf(attempt('ann', testPassword))).toBe('done')
    await resetLimits()
    for (let round = 0; round < 2; round++) {
      for (let count = 0; count < 9; count++) await codeOf(attempt('ann', 'wrong', [proof]))
      expect(await codeOf(attempt('ann', testPassword, [proof]))).toBe('done')
    }
  })

  test('has no separate limit for another account', async () => {
    const { proof } = await annWithDevice()
    await aUser({ username: 'bob' })
    await failTenTimes('bob', [proof])
    expect(await codeOf(attempt('bob', testPassword, [proof]))).toBe(limited)
  })

  test('is unknown after a password change, unless it made the change', async () => {
    const { id, proof } = await annWithDevice()
    const password = 'five small wrens'
    const { credential } = await changePassword(await viewerOf(id), {
      current: testPassword,
      password,
      repeat: password,
    })
    await failTenTimes()
    expect(await codeOf(attempt('ann', password, [proof]))).toBe(limited)
    expect(await codeOf(attempt('ann', password, [newDeviceProof(id, credential)]))).toBe('done')
  })

  test('is unknown when its proof is malformed or signed with another secret', async () => {
    const { id, proof } = await annWithDevice()
    changeSettings({ AUTH_SECRET: 'another secret that nobody knows here 0123' })
    const forged = newDeviceProof(id, 'guessed')
    await failTenTimes()
    for (const given of [proof, forged, proof.slice(0, -1), `${proof}x`, '', '.', proof.split('.')[0] ?? ''])
      expect(await codeOf(attempt('ann', testPassword, [given])), given).toBe(limited)
  })
})
