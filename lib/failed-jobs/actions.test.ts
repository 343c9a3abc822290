import { beforeEach, expect, test, vi } from 'vitest'
import { db } from '../db/db'
import { resetLimits } from '../rate-limit/rate-limit'
import { requireAdmin } from '../request/viewer'
import { setRole } from '../roles/mutations'
import { formOf, logIn, redirectOf, script } from '../testing/forms'
import { aFailedJob } from '../testing/jobs'
import { newRequest, request } from '../testing/next'
import { deleteFailedJobAction, retryFailedJobAction } from './actions'

vi.mock('next/headers', () => import('../testing/next'))
vi.mock('next/navigation', () => import('../testing/next'))
vi.mock('next/cache', () => import('../testing/next'))

beforeEach(resetLimits)

const referer = 'http://roost.example/admin/jobs?before=1-a'
const actions = [retryFailedJobAction, deleteFailedJobAction]

test('returns 404 for guests and members', async () => {
  const form = formOf({ job: await aFailedJob() })
  const callers = [async () => newRequest({ headers: { referer } }), () => logIn({ referer })]
  for (const begin of callers) {
    await begin()
    expect(await redirectOf(requireAdmin())).toBe('404')
    for (const action of actions) expect(await redirectOf(action(null, form))).toBe('404')
    request.headers = new Headers({ referer, ...script })
    for (const action of actions)
      expect(await action(null, form)).toMatchObject({ ok: false, code: 'not-found' })
  }
  expect(await db.job.count({ where: { failedAt: { not: null } } })).toBe(1)
})

test('a new role takes effect on the next request', async () => {
  const { id, username } = await logIn({ referer })
  const [first, second] = [await aFailedJob(), await aFailedJob()]
  expect(await setRole(username.toUpperCase(), 'admin')).toEqual({ username, isChanged: true })
  expect(await requireAdmin()).toMatchObject({ id })
  expect(await redirectOf(retryFailedJobAction(null, formOf({ job: first })))).toBe('/admin/jobs?before=1-a')
  expect(await redirectOf(deleteFailedJobAction(null, formOf({ job: second })))).toBe(
    '/admin/jobs?before=1-a',
  )
  expect(await db.job.findMany({ select: { id: true, failedAt: true } })).toEqual([
    { id: first, failedAt: null },
  ])
  expect(await setRole(username, 'member')).toEqual({ username, isChanged: true })
  expect(await setRole(username, 'member')).toEqual({ username, isChanged: false })
  expect(await redirectOf(requireAdmin())).toBe('404')
  expect(await redirectOf(deleteFailedJobAction(null, formOf({ job: first })))).toBe('404')
  expect(await setRole('nobody_here', 'admin')).toBeNull()
})

test('rejects an id that is not one of a job', async () => {
  const { username } = await logIn({ referer })
  await setRole(username, 'admin')
  expect(await retryFailedJobAction(null, formOf({ job: "1' OR '1'='1" }))).toMatchObject({ code: 'invalid' })
})
