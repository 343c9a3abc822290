import type { Progress } from '../../cli/progress-bar'
import { migrationStatus } from '../migrations/status'
import { type BackupSource, createBackup } from './create-backup'
import { replaceFile } from './replace-file'
import { replaceRows } from './replace-rows'

export type RestoreOptions = {
  /** The directory for the archive of the old data and for temporary files. */
  backups: string
  onProgress?: Progress | undefined
}

/**
 * Replaces the rows of a sound, empty or missing database.
 * @param from the URL of the database to restore
 * @returns the archive of the old data; null when there was none
 */
export async function replaceDatabase(
  from: string,
  target: BackupSource,
  options: RestoreOptions,
): Promise<string | null> {
  const { state, pending, unknown, problems } = await migrationStatus(target.url)
  if (unknown.length > 0) throw new Error(problems.at(-1))
  if (state === 'missing') return replaceFile(from, target.url, options.onProgress)
  if (state !== 'empty' && pending.length === 0) return replaceWithBackup(from, target, options)
  // Backed up before the upgrade, which may drop columns.
  const backup = state === 'empty' ? null : await createBackup(target, backupOptions(options))
  await replaceRows(from, target.url, options)
  return backup ? backup.path : null
}

function backupOptions({ backups }: RestoreOptions) {
  return { to: backups, suffix: '-before-restore' }
}

/**
 * Backs up the old data as of the moment of its replacement. The backup reads the pictures first; it reads the
 * database once the transaction of the restore has locked out writers; and that transaction waits until the backup is
 * complete.
 */
async function replaceWithBackup(
  from: string,
  target: BackupSource,
  options: RestoreOptions,
): Promise<string> {
  const picturesRead = createGate()
  const writersLockedOut = createGate()
  const beforeDatabase = () => {
    picturesRead.open()
    return writersLockedOut.opened
  }
  const backup = createBackup(target, { ...backupOptions(options), beforeDatabase })
  const beforeReplacing = () => {
    writersLockedOut.open()
    return backup
  }
  try {
    await Promise.race([picturesRead.opened, backup])
    await replaceRows(from, target.url, { ...options, beforeReplacing })
  } catch (error) {
    // The backup must end before its temporary files are deleted.
    writersLockedOut.open()
    await backup.catch(() => {})
    throw error
  }
  return (await backup).path
}

/** A promise that is resolved by calling `open`. */
function createGate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}
