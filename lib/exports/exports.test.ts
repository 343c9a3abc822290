import { describe, expect, test } from 'vitest'
import { respondWithExport } from '../api/export-download'
import { db, transaction } from '../db/db'
import { parseEnv } from '../env'
import { subscribe } from '../events/events'
import { listNotifications } from '../notifications/queries'
import { attachmentOf, insertPosts, mailsTo, progressOf, runExports } from '../testing/exports'
import { aPost, aUser, aViewer } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import type { Viewer } from '../viewer'
import { startExport } from './mutations'
import { percentOf } from './policy'
import { listExports, listTasks } from './queries'

const start = (viewer: Viewer) => startExport(viewer, 'posts', 'en')
const download = async (viewer: Viewer | null, id: string) => respondWithExport(viewer, id)

describe('starting', () => {
  test('writes a job and an export with the same id and returns before the work [EXP-01, EXP-12, EXP-13]', async () => {
    const ann = await aViewer()
    const id = await start(ann)
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(await db.job.findUnique({ where: { id } })).toMatchObject({ kind: 'export', failedAt: null })
    expect(await listExports(ann)).toMatchObject([
      { id, kind: 'posts', state: 'queued', percent: 0, file: null },
    ])
    expect(await listTasks(ann)).toEqual([{ id, kind: 'posts', percent: 0 }])
  })

  test('is refused while an export of the member is unfinished [EXP-02]', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    await start(ann)
    await expect(start(ann)).rejects.toMatchObject({ code: 'conflict' })
    await start(bob)
    await runExports()
    await start(ann)
    expect(await db.export.count({ where: { userId: ann.id } })).toBe(2)
  })

  test('creates one job for simultaneous requests [EXP-03]', async () => {
    const ann = await aViewer()
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => start(ann)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect([await db.job.count(), await db.export.count()]).toEqual([1, 1])
  })

  test('rejects a second unfinished export with a unique constraint [EXP-03]', async () => {
    const { id: userId } = await aUser()
    const insert = (id: string, ended = {}) =>
      transaction((tx) => tx.export.create({ data: { id, userId, kind: 'posts', locale: 'en', ...ended } }))
    await insert('one', { failedAt: new Date() })
    await insert('two')
    await expect(insert('three')).rejects.toMatchObject({ code: 'P2002' })
  })
})

describe('progress', () => {
  test.each([
    [0, 0, 100],
    [0, 3, 0],
    [1, 3, 33],
    [2, 3, 66],
    [3, 3, 100],
    [999, 1000, 99],
    [5, 3, 100],
  ])('of %i of %i entries is %i percent [EXP-05]', (done, total, percent) =>
    expect(percentOf(done, total)).toBe(percent),
  )

  test('is sent to open pages while the export runs, and is 100 at its end [EXP-04, EXP-06]', async () => {
    changeSettings({ EXPORT_STEP_DELAY_MS: 40 })
    const ann = await aViewer()
    await insertPosts(ann.id, 20)
    const id = await start(ann)
    const seen: number[] = []
    const reads: Promise<void>[] = []
    const unsubscribe = subscribe((event) => {
      if (event.type !== 'signals' || !event.userIds.includes(ann.id)) return
      reads.push(progressOf(ann.id).then((progress) => void seen.push(progress[id] ?? -1)))
    })
    const started = performance.now()
    await runExports()
    const seconds = (performance.now() - started) / 1000
    unsubscribe()
    await Promise.all(reads)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(new Set(seen).size).toBeGreaterThan(2)
    expect(seen.every(Number.isInteger)).toBe(true)
    expect([seen[0], seen.at(-1)]).toEqual([0, 100])
    // At the beginning, at the end and about three times a second, instead of 20 times.
    expect(seen.length).toBeLessThanOrEqual(2 + seconds / 0.3)
    expect(await listTasks(ann)).toEqual([])
  })

  test('of two exports of a member is kept apart [EXP-07]', async () => {
    const ann = await aViewer()
    const first = await start(ann)
    await runExports()
    const second = await start(ann)
    expect(await progressOf(ann.id)).toEqual({ [first]: 100, [second]: 0 })
  })

  test('has no delay unless a test sets one [EXP-14]', () => {
    expect(parseEnv({}).EXPORT_STEP_DELAY_MS).toBe(0)
  })
})

describe('the result', () => {
  test('is posts.json with text and UTC time of each post, the oldest first [EXP-09]', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const createdAt = (day: number) => ({ createdAt: new Date(Date.UTC(2026, 2, day, 7, 8, 9, 10)) })
    const last = await aPost(ann, 'last "quoted" 🐦\nsecond line\u2028third', createdAt(3))
    await aPost(ann, 'first', createdAt(1))
    await aPost(ann, 'a reply', { ...createdAt(2), replyTo: last.id })
    const gone = await aPost(ann, 'deleted', createdAt(2))
    await transaction((tx) =>
      tx.post.update({ where: { id: gone.id }, data: { deletedAt: new Date(), body: '' } }),
    )
    await aPost(bob, 'by somebody else')
    const id = await start(ann)
    await runExports()
    const posts = [
      { body: 'first', timestamp: '2026-03-01T07:08:09.010Z' },
      { body: 'a reply', timestamp: '2026-03-02T07:08:09.010Z' },
      { body: 'last "quoted" 🐦\nsecond line\u2028third', timestamp: '2026-03-03T07:08:09.010Z' },
    ]
    expect(await (await download(ann, id)).text()).toBe(JSON.stringify({ posts }, null, 4))
  })

  test('of a member without posts is an empty list [EXP-05]', async () => {
    const ann = await aViewer()
    const id = await start(ann)
    await runExports()
    expect(await (await download(ann, id)).text()).toBe('{\n    "posts": []\n}')
    expect(await listExports(ann)).toMatchObject([{ state: 'ready', percent: 100 }])
  })

  test('contains every post of several pages once, also those of one millisecond', async () => {
    const ann = await aViewer()
    await insertPosts(ann.id, 2500)
    const sameTime = { createdAt: new Date(Date.UTC(2026, 0, 1)) }
    await transaction((tx) => tx.post.updateMany({ where: { id: { gt: 900, lte: 1300 } }, data: sameTime }))
    const id = await start(ann)
    await runExports()
    const { posts } = (await (await download(ann, id)).json()) as { posts: { body: string }[] }
    expect(posts).toHaveLength(2500)
    expect(new Set(posts.map(({ body }) => body)).size).toBe(2500)
  })

  test('is attached to a mail in the language of the member [EXP-08]', async () => {
    const [ann, bea] = [await aViewer({ username: 'ann' }), await aViewer({ username: 'bea' })]
    await transaction((tx) => tx.user.update({ where: { id: bea.id }, data: { locale: 'es' } }))
    await aPost(ann, 'Grüße')
    for (const viewer of [ann, bea]) await start(viewer)
    await runExports()
    const [mail = '', ...others] = await mailsTo(ann)
    expect(others).toEqual([])
    expect(mail).toMatch(/^Subject: Your posts\r$/m)
    expect(await mailsTo(bea)).toMatchObject([expect.stringMatching(/^Subject: Tus publicaciones\r$/m)])
    const { type, text } = attachmentOf(mail, 'posts.json')
    expect(type).toBe('application/json')
    expect(JSON.parse(text)).toMatchObject({ posts: [{ body: 'Grüße' }] })
  })

  test('is announced by a notification', async () => {
    const ann = await aViewer()
    await start(ann)
    await runExports()
    const { items } = await listNotifications(ann, null, null, 10)
    expect(items).toMatchObject([{ kind: 'export', href: '/account/data' }])
  })

  test('is downloaded by its owner only, and never cached [EXP-08]', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const id = await start(ann)
    expect((await download(ann, id)).status).toBe(404)
    await runExports()
    const { status, headers } = await download(ann, id)
    expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    expect(headers.get('content-disposition')).toBe('attachment; filename="posts.json"')
    expect(headers.get('content-type')).toBe('application/json')
    expect((await download(bob, id)).status).toBe(404)
    expect((await download(ann, 'unknown')).status).toBe(404)
    const guest = await download(null, id)
    expect([guest.status, guest.headers.get('location')]).toEqual([303, '/login?next=%2Faccount%2Fdata'])
  })
})
