import sharp from 'sharp'
import { beforeEach, expect, test, vi } from 'vitest'
import { db } from '../db/db'
import { reachedLimit, resetLimits } from '../rate-limit/rate-limit'
import { openSession } from '../sessions/mutations'
import { enqueueDecode } from '../storage/decode-queue'
import { aUser, testClient } from '../testing/factories'
import { newRequest, Redirected } from '../testing/next'
import { updateAccountAction } from './actions'

vi.mock('next/headers', () => import('../testing/next'))
vi.mock('next/navigation', () => import('../testing/next'))
vi.mock('next/cache', () => import('../testing/next'))
vi.mock('next-intl/server', () => ({ getLocale: async () => 'en' }))
vi.mock('../request/auth', () => ({ providers: [] }))

beforeEach(resetLimits)

test('rejects an upload with the submitted values while the queue is full, and accepts a retry', async () => {
  const { id, username, email } = await aUser()
  newRequest({ cookies: { 'roost.session': await openSession(id, false, testClient) } })
  const form = new FormData()
  const typed = { username, email, displayName: 'Ann', aboutMe: 'Typed at length' }
  for (const [name, value] of Object.entries(typed)) form.set(name, value)
  const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  form.set('picture', new File([new Uint8Array(picture)], 'ann.png'))

  let release = () => {}
  const blocked = new Promise<void>((resolve) => {
    release = resolve
  })
  const others = Array.from({ length: 10 }, () => enqueueDecode(0, () => blocked))
  // More attempts than the rate limit of uploads: a rejected upload does not count.
  for (let attempt = 0; attempt < 21; attempt++)
    expect(await updateAccountAction(null, form)).toMatchObject({
      ok: false,
      code: 'busy',
      retryAfter: 10,
      values: typed,
    })
  release()
  await Promise.all(others)
  await expect(updateAccountAction(null, form)).rejects.toThrow(Redirected)
  expect(await db.user.findUnique({ where: { id } })).toMatchObject({
    displayName: 'Ann',
    avatar: expect.any(String),
  })
  expect(await reachedLimit('picture', String(id))).toBeNull()
})
