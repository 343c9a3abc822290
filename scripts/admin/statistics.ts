import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { db, engine } from '../../lib/db/db'
import { databaseUrl, env } from '../../lib/env'
import { sqliteFile } from '../../lib/env/database-location'
import { countJobStates } from '../../lib/jobs/counts'
import { storage } from '../../lib/storage/storage'

/** Days after the last visit in which a member counts as active. */
const activeDays = 30

/** Counts members, content, jobs, stored files and bytes of the database. */
export async function readStatistics(now = new Date()) {
  const activeSince = new Date(now.getTime() - activeDays * 86_400_000)
  const exists = { deletedAt: null }
  const [all, active, admins, suspended, pendingDeletion, posts, messages, jobs, files, bytes] =
    await Promise.all([
      db.user.count({ where: exists }),
      db.user.count({ where: { ...exists, lastSeenAt: { gte: activeSince } } }),
      db.user.count({ where: { ...exists, role: 'admin' } }),
      db.user.count({ where: { ...exists, bannedAt: { not: null } } }),
      db.accountDeletion.count(),
      db.post.count({ where: exists }),
      db.message.count(),
      countJobStates(now),
      measureStorage(),
      databaseBytes(),
    ])
  return {
    members: { all, active, admins, suspended, pendingDeletion },
    content: { posts, messages },
    jobs,
    storage: files,
    database: { engine, bytes },
  }
}

/** Bytes are only known of files: `storage.list` returns names without sizes. */
async function measureStorage(): Promise<{ files: number; bytes: number | null }> {
  let files = 0
  let bytes = 0
  for await (const name of storage.list()) {
    files += 1
    if (env.S3_BUCKET) continue
    // A file may have been deleted since.
    bytes += await stat(join(env.DATA_DIR, 'media', name)).then(
      ({ size }) => size,
      () => 0,
    )
  }
  return { files, bytes: env.S3_BUCKET ? null : bytes }
}

async function databaseBytes(): Promise<number> {
  if (engine === 'postgresql') {
    const rows = await db.$queryRaw<{ bytes: bigint }[]>`SELECT pg_database_size(current_database()) AS bytes`
    return Number(rows[0]?.bytes ?? 0)
  }
  const file = sqliteFile(databaseUrl)
  const sizes = [file, `${file}-wal`].map((path) =>
    stat(path).then(
      ({ size }) => size,
      () => 0,
    ),
  )
  return (await Promise.all(sizes)).reduce((total, size) => total + size, 0)
}
