import { dirname } from 'node:path'
import { withConnection } from '../../../lib/db/connection'
import { engineOf, sqliteFile } from '../../../lib/env/database-location'
import { createDatabase } from '../migrations/create-database'
import type { RowCounts } from '../transfer/row-counts'
import type { BackupSource } from './create-backup'
import { findDamage } from './damage'
import { type RestoreOptions, replaceDatabase } from './replace-database'
import { replaceFile } from './replace-file'
import { restorePictures } from './restore-pictures'
import { verifyArchive } from './verify-archive'
import { deleteAbandoned, withWorkspace } from './workspace'

export type Restored = {
  rows: RowCounts
  /** The number of pictures that were missing or damaged. */
  media: number
  /** The migrations that were applied to the archived database. */
  upgraded: string[]
  /** The archive of the old data, or the damaged file; null when there was none. */
  kept: string | null
  damaged: boolean
  /** In milliseconds. */
  took: number
}

/**
 * Replaces the database by that of an archive, and restores its pictures. The archive is verified first and the old
 * data is backed up; then all rows are replaced in one transaction, while the server runs. No picture is deleted.
 * @param target the database to replace; created when it is missing or empty
 * @throws Error in one sentence; the database is then unchanged
 */
export async function restoreBackup(
  archive: string,
  target: BackupSource,
  { backups, onProgress }: RestoreOptions,
): Promise<Restored> {
  const started = Date.now()
  // A restore that was killed after it had replaced a damaged file has left its workspace beside that file.
  if (engineOf(target.url) === 'sqlite') deleteAbandoned(dirname(sqliteFile(target.url)))
  return withWorkspace(backups, async (workspace) => {
    const { manifest, upgraded, url } = await verifyArchive(archive, workspace)
    await createPostgresqlDatabase(target.url)
    const damaged = (await findDamage(target.url)) !== null
    const media = await restorePictures(archive, manifest, target.storage)
    const kept = damaged
      ? await replaceFile(url, target.url, onProgress)
      : await replaceDatabase(url, target, { backups, onProgress })
    return { rows: manifest.rows, media, upgraded, kept, damaged, took: Date.now() - started }
  })
}

/** PostgreSQL's error code invalid_catalog_name. */
const noSuchDatabase = '3D000'

/** Creates a missing database on PostgreSQL. A missing SQLite file is created later, once it is complete. */
async function createPostgresqlDatabase(url: string): Promise<void> {
  if (engineOf(url) === 'sqlite') return
  try {
    await withConnection(url, async () => {})
  } catch (error) {
    if ((error as { code?: string }).code !== noSuchDatabase) throw error
    await createDatabase(url)
  }
}
