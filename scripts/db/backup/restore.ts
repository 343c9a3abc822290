import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { withConnection } from '../../../lib/db/connection'
import { engineOf, sqliteFile } from '../../../lib/env/database-location'
import type { Storage } from '../../../lib/storage/storage'
import type { Progress } from '../../cli/progress-bar'
import { createDatabase } from '../migrations/reset'
import { migrationStatus } from '../migrations/status'
import { upgradeDatabase } from '../migrations/upgrade'
import { copyTables, type RowCounts } from '../transfer/copy'
import { type Manifest, mediaName, synchronise } from './archive'
import { readArchive } from './archive-read'
import { type VerifiedArchive, verifyArchive } from './archive-verify'
import { withWorkspace } from './archive-workspace'
import { type BackupSource, makeBackup } from './backup'
import { findDamage } from './backup-snapshot'

type RestoreOptions = {
  /** Directory for the archive of the old data, and for what is unfinished. */
  backups: string
  onProgress?: Progress | undefined
}

export type Restored = {
  rows: RowCounts
  /** Pictures that were missing or damaged, and are back. */
  media: number
  /** Migrations that the archive was behind. */
  upgraded: string[]
  /** Where the old data is: an archive, or the damaged file; null when there was none. */
  kept: string | null
  damaged: boolean
  /** Milliseconds. */
  took: number
}

/** Checks an archive as a restore would, and changes nothing. */
export const checkArchive = (archive: string, backups: string): Promise<VerifiedArchive> =>
  withWorkspace(backups, (workspace) => verifyArchive(archive, workspace))

/**
 * Replaces the database by the one in an archive, and brings back its pictures. The archive is verified first and the
 * old data kept aside; then all rows change in one transaction, also while the server runs. Pictures are only added.
 * @param target what is restored; a missing or empty database is made
 * @throws Error in one sentence; the database is then as it was
 */
export async function restoreBackup(
  archive: string,
  target: BackupSource,
  { backups, onProgress }: RestoreOptions,
): Promise<Restored> {
  const started = Date.now()
  return withWorkspace(backups, async (workspace) => {
    const verified = await verifyArchive(archive, workspace)
    const { manifest, upgraded } = verified
    await makePostgresqlDatabase(target.url)
    const damaged = (await findDamage(target.url)) !== null
    const media = await restoreMedia(archive, manifest, target.storage)
    const kept = damaged
      ? await replaceFile(verified.url, target.url, onProgress)
      : await replaceDatabase(verified.url, target, { backups, onProgress })
    return { rows: manifest.rows, media, upgraded, kept, damaged, took: Date.now() - started }
  })
}

/** A missing SQLite file is made later, when it is complete. */
async function makePostgresqlDatabase(url: string): Promise<void> {
  if (engineOf(url) === 'sqlite') return
  try {
    await withConnection(url, async () => {})
  } catch (error) {
    if ((error as { code?: string }).code !== noSuchDatabase) throw error
    await createDatabase(url)
  }
}

/** PostgreSQL's code. */
const noSuchDatabase = '3D000'

async function restoreMedia(archive: string, { files }: Manifest, storage: Storage): Promise<number> {
  let restored = 0
  await readArchive(archive, async (entry, content) => {
    const chunks: Buffer[] = []
    const name = mediaName(entry)
    for await (const chunk of content) if (name) chunks.push(chunk)
    if (!name) return
    const bytes = Buffer.concat(chunks)
    if (sha256(bytes) !== files[entry]?.sha256) throw new Error(`${entry} changed while the archive was read`)
    const present = await storage.get(name)
    if (present && Buffer.compare(present, bytes) === 0) return
    await storage.put(name, bytes, 'image/webp')
    restored += 1
  })
  return restored
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** @returns the archive of what was there before, or null */
async function replaceDatabase(from: string, target: BackupSource, options: RestoreOptions) {
  const { state, pending, unknown, problems } = await migrationStatus(target.url)
  if (unknown.length > 0) throw new Error(problems.at(-1))
  if (state === 'missing') return replaceFile(from, target.url, options.onProgress)
  if (state !== 'empty' && pending.length === 0) return replaceKeeping(from, target, options)
  // An upgrade may drop columns, so the old data is kept as it was before it.
  const old = state === 'empty' ? null : await makeBackup(target, keepIn(options))
  await replaceRows(from, target.url, options)
  return old ? old.path : null
}

const keepIn = ({ backups }: RestoreOptions) => ({ to: backups, suffix: '-before-restore' })

/**
 * The archive of the old data has every row up to the moment in which they go: its pictures are read at first, its
 * database when the transaction holds back all other writers, and only when it is complete does the transaction go on.
 */
async function replaceKeeping(from: string, target: BackupSource, options: RestoreOptions): Promise<string> {
  const picturesRead = gate()
  const locked = gate()
  const beforeDatabase = () => {
    picturesRead.open()
    return locked.opened
  }
  const saving = makeBackup(target, { ...keepIn(options), beforeDatabase })
  const beforeReplacing = () => {
    locked.open()
    return saving
  }
  try {
    await Promise.race([picturesRead.opened, saving])
    await replaceRows(from, target.url, { ...options, beforeReplacing })
  } catch (error) {
    // Whatever went wrong, the backup comes to its end before its files are cleared away.
    locked.open()
    await saving.catch(() => {})
    throw error
  }
  return (await saving).path
}

function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

type ReplaceOptions = { beforeReplacing?: () => Promise<unknown>; onProgress?: Progress | undefined }

/** In one transaction; readers see the old rows until it commits. */
async function replaceRows(from: string, to: string, { beforeReplacing, onProgress }: ReplaceOptions) {
  await upgradeDatabase(to)
  await withConnection(from, (source) =>
    withConnection(to, (target) =>
      copyTables(source, target, { replace: true, beforeReplacing, onProgress }),
    ),
  )
}

/**
 * Makes a new file beside the place of the old one. Only when it is complete is an old one that cannot be read moved
 * aside, with its log.
 * @returns where the old one is now, or null
 */
async function replaceFile(from: string, to: string, onProgress?: Progress): Promise<string | null> {
  const file = sqliteFile(to)
  const aside = `${file}.damaged-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`
  await withWorkspace(dirname(file), async (workspace) => {
    const fresh = join(workspace, 'fresh.db')
    await replaceRows(from, `file:${fresh}`, { onProgress })
    // Into the one file that is moved.
    await withConnection(`file:${fresh}`, (connection) => connection.rows('PRAGMA journal_mode = DELETE'))
    await synchronise(fresh)
    for (const ending of ['', '-wal', '-shm'])
      if (existsSync(file + ending)) await rename(file + ending, aside + ending)
    await rename(fresh, file)
    await synchronise(dirname(file))
  })
  await withConnection(to, async () => {}, { create: true })
  return existsSync(aside) ? aside : null
}
