import { expect, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { findForm, submit } from '../scripts/bench/plain-form'
import { HttpMember } from './http-member'
import { startOwnServer } from './own-server'

const seconds = Number(process.env.LOAD_SECONDS ?? 15)

type Count = { n: number }

const openRows = (dataDir: string) => new Database(`${dataDir}/roost.db`, { readonly: true })

test('serves 20 concurrent members without 5xx responses, lost or duplicate posts, or wrong counters', async () => {
  test.setTimeout((seconds + 300) * 1000)
  const server = await startOwnServer()
  const members = await Promise.all(
    Array.from({ length: 20 }, (_, index) => HttpMember.signUp(server.url, `load${index}`)),
  )
  const until = Date.now() + seconds * 1000
  const stored: string[] = []
  await Promise.all(
    members.map(async (member, index) => {
      for (let turn = 0; Date.now() < until; turn++) {
        const body = `${member.name} says ${turn} #load @load${(index + turn) % 20}`
        if (await member.post(body)) stored.push(body)
        await member.follow(`load${(index + turn + 1) % 20}`).catch(() => false)
        await member.get('/explore')
        await member.get(`/users/load${(index + 3) % 20}`)
      }
    }),
  )
  expect(await server.stop()).toBe(0)

  const statuses = members.flatMap((member) => [...member.statuses])
  expect(statuses.filter(([status]) => status >= 500)).toEqual([])
  const rows = openRows(server.dataDir)
  const bodies = (rows.prepare('SELECT body FROM posts').all() as { body: string }[]).map((row) => row.body)
  expect(bodies.sort()).toEqual(stored.sort())
  const wrong = rows.prepare(`SELECT COUNT(*) AS n FROM users u WHERE
    post_count <> (SELECT COUNT(*) FROM posts WHERE author_id = u.id)
    OR follower_count <> (SELECT COUNT(*) FROM follows WHERE followed_id = u.id)
    OR following_count <> (SELECT COUNT(*) FROM follows WHERE follower_id = u.id)`)
  expect((wrong.get() as Count).n).toBe(0)
  const requests = statuses.reduce((sum, [, count]) => sum + count, 0)
  console.log(`${requests} requests, ${stored.length} posts in ${seconds} s; no 5xx`)
})

test('keeps every acknowledged post after kill -9 during 200 posts', async () => {
  test.setTimeout(300_000)
  const server = await startOwnServer()
  const members = await Promise.all(
    [0, 1, 2, 3].map((index) => HttpMember.signUp(server.url, `kill${index}`)),
  )
  const answered: string[] = []
  let killed: Promise<void> | undefined
  await Promise.all(
    members.map(async (member) => {
      for (let turn = 0; turn < 50 && !killed; turn++) {
        const body = `${member.name} ${turn}`
        if (await member.post(body).catch(() => false)) answered.push(body)
        if (answered.length >= 90) killed ??= server.kill()
      }
    }),
  )
  await killed
  expect(answered.length).toBeGreaterThanOrEqual(90)

  const again = await startOwnServer(server.dataDir)
  expect(await (await fetch(`${again.url}/explore`)).text()).toContain('kill0')
  const rows = openRows(again.dataDir)
  const bodies = (rows.prepare('SELECT body FROM posts').all() as { body: string }[]).map((row) => row.body)
  expect(bodies).toEqual(expect.arrayContaining(answered))
  expect(new Set(bodies).size).toBe(bodies.length)
  expect(await again.stop()).toBe(0)
})

test('finishes in-flight requests after SIGTERM and exits within 5 s', async () => {
  const server = await startOwnServer(undefined, { BCRYPT_COST: '12' })
  const page = `${server.url}/signup`
  const form = findForm(await (await fetch(page)).text(), 'repeat')
  // Hashing the password keeps this request in flight for a while.
  const values = {
    username: 'slow',
    email: 'slow@example.com',
    password: 'quiet lantern 42',
    repeat: 'quiet lantern 42',
  }
  const inFlight = submit(page, form, values)
  // The response to this later request proves that the server has received the form.
  await fetch(`${server.url}/api/health`)
  const before = Date.now()
  const [response, code] = await Promise.all([inFlight, server.stop()])
  expect(response.status).toBe(303)
  expect(code).toBe(0)
  expect(Date.now() - before).toBeLessThan(5000)
})
