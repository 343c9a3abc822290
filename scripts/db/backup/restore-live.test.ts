import { once } from 'node:events'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, inject, test } from 'vitest'
import { withConnection } from '../../../lib/db/connection'
import { fileStorage } from '../../../lib/storage/file-storage'
import { createTestDatabase, type TestDatabase } from '../../../lib/testing/database'
import { eventually } from '../../../lib/testing/eventually'
import { contentsOf, fillWithManyRows } from '../../../lib/testing/many-rows'
import { startScript } from '../../../lib/testing/run-script'
import { createBackup } from './create-backup'
import { type Restored, restoreBackup } from './restore'
import { verifyArchive } from './verify-archive'

let database: TestDatabase
let backups: string
let archive: string

beforeEach(async () => {
  database = await createTestDatabase(inject('template'))
  backups = join(database.directory, 'backups')
  await fillWithManyRows(database.url)
  archive = (await createBackup(target(), { to: join(database.directory, 'kept.tar.gz') })).path
  return database.drop
})

const target = () => ({ url: database.url, storage: fileStorage(join(database.directory, 'media')) })
const restore = () => restoreBackup(archive, target(), { backups })
const run = (script: string) => withConnection(database.url, (connection) => connection.execute(script))

type Written = { first: number; last: number; rows: number }

/** The rows of the busy writer in a database: the range of their numbers, and their count. */
async function readWritten(url: string): Promise<Written> {
  const [row] = await withConnection(url, ({ rows }) =>
    rows<
      Record<keyof Written, unknown>
    >(`SELECT MIN(number) AS first, MAX(number) AS last, COUNT(*) AS rows FROM
      (SELECT CAST(substr(body, 19) AS INTEGER) AS number FROM posts WHERE body LIKE 'written meanwhile %') numbers`),
  )
  return row as Written
}

/** The same for the backup of the previous data. */
async function readWrittenInBackup({ kept }: Restored): Promise<Written> {
  const workspace = join(database.directory, `kept-${readdirSync(database.directory).length}`)
  mkdirSync(workspace)
  return readWritten((await verifyArchive(String(kept), workspace)).url)
}

describe('a restore under concurrent access', () => {
  test('is atomic for readers', async () => {
    const before = await contentsOf(database.url)
    await run('DELETE FROM posts WHERE id > 700')
    const seen = new Set<unknown>()
    await withConnection(database.url, async (reader) => {
      const countPosts = async () => {
        const [row] = await reader.rows<{ posts: number | string }>('SELECT COUNT(*) AS posts FROM posts')
        seen.add(Number(row?.posts))
      }
      const counts: Promise<void>[] = []
      await restoreBackup(archive, target(), { backups, onProgress: () => counts.push(countPosts()) })
      await Promise.all(counts)
      await countPosts()
    })
    expect([...seen].sort()).toEqual([1499, 700])
    expect(await contentsOf(database.url)).toEqual(before)
  })

  test('does not abort a concurrent writer, and loses none of its rows', async () => {
    await run(`UPDATE posts SET body = 'overwritten'`)
    const writer = startScript('lib/testing/busy-writer.ts', [database.url], {})
    await once(writer.child.stdout, 'data')
    const kept: Written[] = []
    for (let round = 0; round < 3; round++) {
      await eventually(async () =>
        expect(await readWritten(database.url)).toMatchObject({ first: expect.anything() }),
      )
      kept.push(await readWrittenInBackup(await restore()))
    }
    expect(writer.child.exitCode).toBeNull()
    writer.kill()
    await writer.finished
    const wrong = await withConnection(database.url, ({ rows }) =>
      rows(`SELECT id FROM users WHERE post_count <> (SELECT COUNT(*) FROM posts WHERE author_id = users.id)
        UNION ALL SELECT id FROM posts WHERE body = 'overwritten'`),
    )
    expect(wrong).toEqual([])
    // Every written row is in one of the backups: no gap between a backup and the restored rows.
    for (const { first, last, rows } of kept) expect(rows).toBe(last - first + 1)
    for (const [index, { first }] of kept.slice(1).entries())
      expect(first).toBe(Number(kept[index]?.last) + 1)
  })
})
