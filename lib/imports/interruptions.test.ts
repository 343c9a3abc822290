import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { env } from '../env'
import { limits } from '../limits'
import { confirmIdentity } from '../reauthentication/mutations'
import { storage } from '../storage/storage'
import { archivedPost, roostArchive, zipOf } from '../testing/archives'
import { aViewer, countersOf } from '../testing/factories'
import { importArchive, uploadArchive } from '../testing/imports'
import { expireLeases, makeDue } from '../testing/jobs'
import { startScript } from '../testing/run-script'
import { purgeImports, startImport } from './mutations'
import { uploadName } from './policy'
import { listImports } from './queries'

const rounds = Number(process.env.KILL_ROUNDS ?? 4)
const count = 2000 * Math.ceil(rounds / 4)

test(`imports every post once although its process is killed ${rounds} times`, {
  timeout: 120_000 + rounds * 10_000,
}, async () => {
  const ann = await aViewer()
  // Each post answers the one before it.
  const posts = Array.from({ length: count }, (_, at) =>
    archivedPost(at + 1, { replyToId: at > 0 ? at : null }),
  )
  const id = await uploadArchive(ann, await zipOf(roostArchive(posts)))
  const start = () =>
    startScript('lib/testing/run-imports.ts', [], {
      ...{ NODE_ENV: 'test', DATABASE_URL: String(process.env.DATABASE_URL), DATA_DIR: env.DATA_DIR },
    })
  const numbers: number[] = []
  for (let round = 0; round < rounds; round++) {
    const { finished, kill } = start()
    const before = await db.post.count()
    await expect.poll(() => db.post.count(), { timeout: 60_000, interval: 5 }).toBeGreaterThan(before)
    await delay(Math.random() * 50)
    kill()
    await finished
    numbers.push(await db.post.count())
    await expireLeases()
    await makeDue()
  }
  const { code, err } = await start().finished
  expect([code, err]).toEqual([0, ''])
  // The kills happened in the middle.
  expect(Math.max(...numbers)).toBeLessThan(count)
  expect(await listImports(ann)).toMatchObject([
    { id, state: 'ready', imported: [['posts', count]], skipped: [] },
  ])
  expect(await db.post.count()).toBe(count)
  expect(await db.postSearch.count()).toBe(count)
  expect(await db.post.count({ where: { replyCount: 1 } })).toBe(count - 1)
  expect(await countersOf(ann.id)).toMatchObject({ postCount: count })
  expect(await storage.get(uploadName(id))).toBeNull()
})

test('the purge removes the files of interrupted uploads and vanished jobs, and ends their imports', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const bytes = await zipOf(roostArchive([]))
  const interrupted = await startImport(ann, await confirmIdentity(ann, ''))
  await storage.put(uploadName(interrupted), bytes, 'application/zip')
  const vanished = await uploadArchive(bob, bytes)
  await purgeImports()
  for (const id of [interrupted, vanished]) expect(await storage.get(uploadName(id))).not.toBeNull()
  const createdAt = new Date(Date.now() - 3 * limits.archive.uploadSeconds * 1000)
  await transaction(async (tx) => {
    await tx.import.update({ where: { id: interrupted }, data: { createdAt } })
    await tx.job.deleteMany()
  })
  expect(await listImports(ann)).toMatchObject([{ state: 'failed' }])
  await purgeImports()
  for (const id of [interrupted, vanished]) expect(await storage.get(uploadName(id))).toBeNull()
  expect(await importArchive(ann, bytes)).toMatchObject({ state: 'ready' })
})

test('the purge removes the file and the row of a deleted account, and rows that are older than a month', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const bytes = await zipOf(roostArchive([]))
  const id = await uploadArchive(ann, bytes)
  await transaction((tx) => tx.user.delete({ where: { id: ann.id } }))
  await importArchive(bob, bytes)
  await purgeImports()
  expect(await storage.get(uploadName(id))).toBeNull()
  expect(await db.import.count()).toBe(1)
  await purgeImports(new Date(Date.now() + 31 * 86_400_000))
  expect(await db.import.count()).toBe(0)
})
