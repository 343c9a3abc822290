import { existsSync, statSync } from 'node:fs'
import { rename, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { engineOf } from '../../../lib/env/database-location'
import type { Storage } from '../../../lib/storage/storage'
import packageJson from '../../../package.json'
import type { Progress } from '../../cli/progress-bar'
import type { RowCounts } from '../transfer/row-counts'
import { databaseFile, mediaPath } from './manifest'
import { type Snapshot, takeSnapshot } from './snapshot'
import { syncToDisk } from './sync-to-disk'
import { withWorkspace } from './workspace'
import { bufferFile, diskFile, writeArchive } from './write-archive'

export type BackupSource = { url: string; storage: Storage }

type BackupOptions = {
  /** A directory, or the path of the archive. */
  to: string
  /** Follows the time in the name of the archive. */
  suffix?: string
  /** Runs after the pictures are read, which may take long, and before the database is. */
  beforeDatabase?: () => Promise<void>
  onProgress?: Progress | undefined
}

export type Backup = {
  path: string
  bytes: number
  rows: RowCounts
  /** The number of pictures. */
  media: number
  /** In milliseconds. */
  took: number
}

/**
 * Writes the database and all uploaded pictures into one archive, while the server runs. The archive gets its name once
 * it is complete and on the disk.
 * @throws Error in one sentence
 */
export async function createBackup(source: BackupSource, options: BackupOptions): Promise<Backup> {
  const started = Date.now()
  const created = new Date(started)
  const path = archivePath(options, created)
  return withWorkspace(dirname(path), async (workspace) => {
    const draft = join(workspace, 'archive.tar.gz')
    const snapshots: Snapshot[] = []
    const names = new Set<string>()
    const copyDatabase = async () => {
      await options.beforeDatabase?.()
      const file = join(workspace, databaseFile)
      snapshots.push(await takeSnapshot(source.url, file, options.onProgress))
      return file
    }
    await writeArchive(draft, archiveFiles(source.storage, names, copyDatabase), (files) => ({
      app: 'roost',
      format: 1,
      version: packageJson.version,
      created: created.toISOString(),
      engine: engineOf(source.url),
      ...(snapshots[0] as Snapshot),
      files,
    }))
    const { size } = await stat(draft)
    await rename(draft, path)
    await syncToDisk(dirname(path))
    const rows = (snapshots[0] as Snapshot).rows
    return { path, bytes: size, rows, media: names.size, took: Date.now() - started }
  })
}

/**
 * Pictures are read before and after the database: a picture that its rows reference either existed before, and may be
 * replaced by now, or was added during the copy.
 */
async function* archiveFiles(storage: Storage, names: Set<string>, copyDatabase: () => Promise<string>) {
  yield* newPictures(storage, names)
  const file = await copyDatabase()
  yield* newPictures(storage, names)
  yield await diskFile(databaseFile, file)
}

async function* newPictures(storage: Storage, names: Set<string>) {
  for await (const name of storage.list()) {
    // Exports expire after a week, and contain what the rows contain. Uploads of imports are removed after the import.
    if (names.has(name) || /^(?:exports|imports)\//.test(name)) continue
    const bytes = await storage.get(name)
    if (!bytes) continue
    names.add(name)
    yield bufferFile(mediaPath(name), bytes)
  }
}

function archivePath({ to, suffix = '' }: BackupOptions, created: Date): string {
  const path = resolve(to)
  if (/\.tar\.gz$|\.tgz$/.test(path) && !statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    if (existsSync(path)) throw new Error(`${path} already exists: use another name, or a directory.`)
    return path
  }
  const time = created.toISOString().replace(/[-:]|\.\d+/g, '')
  for (let number = 1; ; number++) {
    const candidate = join(path, `roost-${time}${suffix}${number > 1 ? `-${number}` : ''}.tar.gz`)
    if (!existsSync(candidate)) return candidate
  }
}
