import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Handler } from '@/lib/api/rest/route'
import { db, transaction } from '@/lib/db/db'
import { importTask } from '@/lib/imports/schema'
import { resetLimits, spend } from '@/lib/rate-limit/rate-limit'
import { setRole } from '@/lib/roles/mutations'
import { anApiUser, aPersonalToken, apiRequest } from '@/lib/testing/api'
import * as me from '../me/route'
import * as administrators from './administrators/route'
import * as retry from './jobs/[job]/retry/route'
import * as job from './jobs/[job]/route'
import * as jobs from './jobs/route'
import * as suspension from './users/[id]/suspension/route'

beforeEach(resetLimits)

async function call(handler: Handler, method: string, token: string, params: Record<string, string> = {}) {
  const response = await handler(apiRequest(method, '/api/admin/any', { token }), {
    params: Promise.resolve(params),
  })
  const text = await response.text()
  return { status: response.status, body: text && JSON.parse(text) }
}

const anAdmin = () => anApiUser({ role: 'admin' })

function addFailedJob(kind = 'mail') {
  const now = new Date()
  const failure = { attempts: 5, failedAt: now, lastError: '550 no mailbox bob@example.com' }
  const row = { id: randomUUID(), kind, payload: '{}', runAt: now, ...failure }
  return transaction((tx) => tx.job.create({ data: row, select: { id: true } }))
}

describe('an administrator', () => {
  test('lists the administrators', async () => {
    const [admin, other] = [await anAdmin(), await anAdmin()]
    await anApiUser()
    const { body } = await call(administrators.GET, 'GET', admin.token)
    expect(body).toEqual({ items: [admin.username, other.username].sort() })
  })

  test('suspends a member, revokes their tokens, and ends the suspension', async () => {
    const [admin, bob] = [await anAdmin(), await anApiUser()]
    const id = String(bob.id)
    expect((await call(suspension.GET, 'GET', admin.token, { id })).body).toEqual({
      username: bob.username,
      suspended: false,
    })
    for (let count = 0; count < 2; count++)
      expect(await call(suspension.PUT, 'PUT', admin.token, { id })).toMatchObject({
        status: 200,
        body: { suspended: true },
      })
    expect((await call(me.GET, 'GET', bob.token)).status).toBe(401)
    expect((await call(suspension.DELETE, 'DELETE', admin.token, { id })).body.suspended).toBe(false)
    expect((await call(me.GET, 'GET', bob.token)).status).toBe(401)
  })

  test('cannot suspend an administrator or a member who does not exist', async () => {
    const [admin, other] = [await anAdmin(), await anAdmin()]
    for (const id of [admin.id, other.id])
      expect((await call(suspension.PUT, 'PUT', admin.token, { id: String(id) })).status).toBe(403)
    expect((await call(suspension.PUT, 'PUT', admin.token, { id: '123456' })).status).toBe(404)
    expect(await db.user.count({ where: { bannedAt: { not: null } } })).toBe(0)
  })

  test('lists failed jobs without addresses, runs them again and deletes them', async () => {
    const admin = await anAdmin()
    const [first, second] = [await addFailedJob(), await addFailedJob()]
    const list = await call(jobs.GET, 'GET', admin.token)
    expect(list.body).toMatchObject({ counts: { failed: 2 }, items: [{ kind: 'mail' }, { kind: 'mail' }] })
    expect(JSON.stringify(list.body)).not.toContain('bob@')
    expect((await call(retry.POST, 'POST', admin.token, { job: first.id })).status).toBe(204)
    expect((await call(retry.POST, 'POST', admin.token, { job: first.id })).status).toBe(404)
    expect((await call(job.DELETE, 'DELETE', admin.token, { job: second.id })).status).toBe(204)
    expect((await call(job.DELETE, 'DELETE', admin.token, { job: 'none' })).status).toBe(404)
    expect((await call(jobs.GET, 'GET', admin.token)).body.items).toEqual([])
    expect(await db.job.count({ where: { id: first.id, failedAt: null } })).toBe(1)
  })

  test('gets 409 for a job that cannot run again', async () => {
    const admin = await anAdmin()
    const { id } = await addFailedJob(importTask.kind)
    expect((await call(retry.POST, 'POST', admin.token, { job: id })).status).toBe(409)
    expect(await db.job.count({ where: { id, failedAt: { not: null } } })).toBe(1)
  })

  test('gets 429 after 600 changes in five minutes', async () => {
    const [admin, bob] = [await anAdmin(), await anApiUser()]
    for (let count = 0; count < 600; count++) await spend('admin', String(admin.id))
    const id = String(bob.id)
    expect((await call(suspension.PUT, 'PUT', admin.token, { id })).status).toBe(429)
  })
})

describe('the scope admin', () => {
  test('does not replace the role, also after the role was revoked', async () => {
    const [member, admin] = [await anApiUser(), await anAdmin()]
    expect(await call(jobs.GET, 'GET', member.token)).toMatchObject({
      status: 403,
      body: { message: 'The token lacks the scope admin.' },
    })
    const forged = await aPersonalToken(member.id, 'read write messages admin')
    expect((await call(suspension.PUT, 'PUT', forged, { id: String(admin.id) })).status).toBe(403)
    await setRole(admin.username, 'member')
    expect(await call(jobs.GET, 'GET', admin.token)).toMatchObject({
      status: 403,
      body: { message: 'Only administrators may do this.' },
    })
  })

  test('is required, also for an administrator', async () => {
    const admin = await anAdmin()
    const token = await aPersonalToken(admin.id, 'read write messages')
    expect((await call(jobs.GET, 'GET', token)).status).toBe(403)
    const allowed = await aPersonalToken(admin.id, 'read admin')
    expect((await call(jobs.GET, 'GET', allowed)).status).toBe(200)
  })
})
