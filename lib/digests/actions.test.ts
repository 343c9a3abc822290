import { beforeEach, expect, test, vi } from 'vitest'
import { unsubscribeToken } from '../crypto/unsubscribe-token'
import { resetLimits } from '../rate-limit/rate-limit'
import { aSubscriber } from '../testing/digests'
import { formOf, logIn, redirectOf } from '../testing/forms'
import { newRequest } from '../testing/next'
import { setDigestAction, unsubscribeAction } from './actions'
import { getDigestSetting } from './queries'

vi.mock('next/headers', () => import('../testing/next'))
vi.mock('next/navigation', () => import('../testing/next'))
vi.mock('next/cache', () => import('../testing/next'))

beforeEach(resetLimits)

test('saves the setting of the viewer and rejects others', async () => {
  const viewer = await logIn()
  expect(await redirectOf(setDigestAction(null, formOf({ frequency: 'weekly' })))).toBe('/notifications')
  expect((await getDigestSetting(viewer)).frequency).toBe('weekly')
  for (const fields of [{ frequency: 'hourly' }, { frequency: '' }])
    expect(await setDigestAction(null, formOf(fields))).toMatchObject({ ok: false, code: 'invalid' })
  expect((await getDigestSetting(viewer)).frequency).toBe('weekly')
})

test('a guest cannot save a setting, and unsubscribes with the token of a mail only', async () => {
  const ann = await aSubscriber()
  const token = unsubscribeToken(ann.id)
  newRequest()
  expect(await redirectOf(setDigestAction(null, formOf({ frequency: 'never' })))).toMatch(/^\/login/)
  for (const wrong of [{ token: `${token}x` }, { token: '' }])
    expect(await redirectOf(unsubscribeAction(null, formOf(wrong)))).toBe('404')
  expect((await getDigestSetting(ann)).frequency).toBe('daily')
  expect(await redirectOf(unsubscribeAction(null, formOf({ token })))).toBe(`/unsubscribe/${token}`)
  expect((await getDigestSetting(ann)).frequency).toBe('never')
})
