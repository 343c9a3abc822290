import { once } from 'node:events'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { withConnection } from '../../../lib/db/connection'
import { fileStorage } from '../../../lib/storage/file-storage'
import { createTestDatabase, type TestDatabase } from '../../../lib/testing/database'
import { contentsOf, fillWithManyRows } from '../../../lib/testing/many-rows'
import { startScript } from '../../../lib/testing/run-script'
import { verifyArchive } from './archive-verify'
import { makeBackup } from './backup'
import { type Restored, restoreBackup } from './restore'

let database: TestDatabase
let backups: string
let archive: string

beforeEach(async () => {
  database = await createTestDatabase(inject('template'))
  backups = join(database.directory, 'backups')
  await fillWithManyRows(database.url)
  archive = (await makeBackup(target(), { to: join(database.directory, 'kept.tar.gz') })).path
  return database.drop
})

const target = () => ({ url: database.url, storage: fileStorage(join(database.directory, 'media')) })
const restore = () => restoreBackup(archive, target(), { backups })
const run = (script: string) => withConnection(database.url, (connection) => connection.execute(script))

type Kept = { first: number; last: number; rows: number }

/** The busy writer's numbers in a database. */
async function writtenMeanwhile(url: string): Promise<Kept> {
  const [row] = await withConnection(url, ({ rows }) =>
    rows<Record<keyof Kept, unknown>>(`SELECT MIN(number) AS first, MAX(number) AS last, COUNT(*) AS rows FROM
      (SELECT CAST(substr(body, 19) AS INTEGER) AS number FROM posts WHERE body LIKE 'written meanwhile %') numbers`),
  )
  return row as Kept
}

/** The same in the archive of the old data. */
async function keptBy({ kept }: Restored): Promise<Kept> {
  const workspace = join(database.directory, `kept-${readdirSync(database.directory).length}`)
  mkdirSync(workspace)
  return writtenMeanwhile((await verifyArchive(String(kept), workspace)).url)
}

describe('a restore while others work', () => {
  test('happens in one moment for those who read, and waits for those who write', async () => {
    const before = await contentsOf(database.url)
    await run('DELETE FROM posts WHERE id > 700')
    const seen = new Set<unknown>()
    await withConnection(database.url, async (reader) => {
      const watch = async () => {
        const [row] = await reader.rows<{ posts: number | string }>('SELECT COUNT(*) AS posts FROM posts')
        seen.add(Number(row?.posts))
      }
      const looks: Promise<void>[] = []
      await restoreBackup(archive, target(), { backups, onProgress: () => looks.push(watch()) })
      await Promise.all(looks)
      await watch()
    })
    expect([...seen].sort()).toEqual([1499, 700])
    expect(await contentsOf(database.url)).toEqual(before)
  })

  test('ends no other process that writes meanwhile, and mixes nothing', async () => {
    await run(`UPDATE posts SET body = 'spoilt'`)
    const writer = startScript('lib/testing/busy-writer.ts', [database.url], {})
    await once(writer.child.stdout, 'data')
    const kept: Kept[] = []
    for (let round = 0; round < 3; round++) {
      await vi.waitFor(async () =>
        expect(await writtenMeanwhile(database.url)).toMatchObject({ first: expect.anything() }),
      )
      kept.push(await keptBy(await restore()))
    }
    expect(writer.child.exitCode).toBeNull()
    writer.kill()
    await writer.finished
    const wrong = await withConnection(database.url, ({ rows }) =>
      rows(`SELECT id FROM users WHERE post_count <> (SELECT COUNT(*) FROM posts WHERE author_id = users.id)
        UNION ALL SELECT id FROM posts WHERE body = 'spoilt'`),
    )
    expect(wrong).toEqual([])
    // Nothing that was written fell between the archive of the old rows and the new ones.
    for (const { first, last, rows } of kept) expect(rows).toBe(last - first + 1)
    for (const [index, { first }] of kept.slice(1).entries())
      expect(first).toBe(Number(kept[index]?.last) + 1)
  }, 60_000)
})
