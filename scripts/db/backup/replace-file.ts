import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { withConnection } from '../../../lib/db/connection'
import { sqliteFile } from '../../../lib/env/database-location'
import type { Progress } from '../../cli/progress-bar'
import { replaceRows } from './replace-rows'
import { syncToDisk } from './sync-to-disk'
import { withWorkspace } from './workspace'

/**
 * Replaces a damaged or missing SQLite file. The new file is completed in the same directory; only then is the damaged
 * one renamed, with its log, and the new one takes its name.
 * @returns the new path of the damaged file; null when there was none
 */
export async function replaceFile(from: string, to: string, onProgress?: Progress): Promise<string | null> {
  const file = sqliteFile(to)
  const damagedFile = `${file}.damaged-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`
  await withWorkspace(dirname(file), async (workspace) => {
    const newFile = join(workspace, 'new.db')
    await replaceRows(from, `file:${newFile}`, { onProgress })
    // Merges the write-ahead log into the one file that is renamed.
    await withConnection(`file:${newFile}`, (connection) => connection.rows('PRAGMA journal_mode = DELETE'))
    await syncToDisk(newFile)
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(file + suffix)) await rename(file + suffix, damagedFile + suffix)
    await rename(newFile, file)
    await syncToDisk(dirname(file))
  })
  // Opening it switches it to WAL mode.
  await withConnection(to, async () => {}, { create: true })
  return existsSync(damagedFile) ? damagedFile : null
}
