import { existsSync, statSync } from 'node:fs'
import { readdir, rename, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { engineOf } from '../../../lib/env/database-location'
import type { Storage } from '../../../lib/storage/storage'
import packageJson from '../../../package.json'
import type { Progress } from '../../cli/progress-bar'
import type { RowCounts } from '../transfer/copy'
import { bytesFile, databaseFile, diskFile, mediaEntry, synchronise, writeArchive } from './archive'
import { withWorkspace } from './archive-workspace'
import { type Snapshot, takeSnapshot } from './backup-snapshot'

export type BackupSource = { url: string; storage: Storage }

type BackupOptions = {
  /** A directory, or the path of the archive to make. */
  to: string
  /** Stands behind the time in the archive's name. */
  suffix?: string
  /** Runs between the pictures, which may take long, and the database. */
  beforeDatabase?: () => Promise<void>
  onProgress?: Progress | undefined
}

export type Backup = {
  path: string
  bytes: number
  rows: RowCounts
  /** Number of pictures. */
  media: number
  /** Milliseconds. */
  took: number
}

/**
 * Puts the database and every uploaded picture into one archive, while the server runs. The archive has its name only
 * when it is whole and on the disk.
 */
export async function makeBackup(source: BackupSource, options: BackupOptions): Promise<Backup> {
  const started = Date.now()
  const created = new Date(started)
  const path = archivePath(options, created)
  return withWorkspace(dirname(path), async (workspace) => {
    const draft = join(workspace, 'archive.tar.gz')
    const snapshots: Snapshot[] = []
    const names = new Set<string>()
    const take = async () => {
      await options.beforeDatabase?.()
      const file = join(workspace, databaseFile)
      snapshots.push(await takeSnapshot(source.url, file, options.onProgress))
      return file
    }
    await writeArchive(draft, contents(source.storage, names, take), (files) => ({
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
    await synchronise(dirname(path))
    const rows = (snapshots[0] as Snapshot).rows
    return { path, bytes: size, rows, media: names.size, took: Date.now() - started }
  })
}

/**
 * Pictures before and after the database: one that its rows name was either there before and may be replaced by now,
 * or came meanwhile.
 */
async function* contents(storage: Storage, names: Set<string>, takeDatabase: () => Promise<string>) {
  yield* newMedia(storage, names)
  const file = await takeDatabase()
  yield* newMedia(storage, names)
  yield await diskFile(databaseFile, file)
}

async function* newMedia(storage: Storage, names: Set<string>) {
  for await (const name of storage.list()) {
    if (names.has(name)) continue
    const bytes = await storage.get(name)
    if (!bytes) continue
    names.add(name)
    yield bytesFile(mediaEntry(name), bytes)
  }
}

function archivePath({ to, suffix = '' }: BackupOptions, created: Date): string {
  const given = resolve(to)
  if (/\.tar\.gz$|\.tgz$/.test(given) && !statSync(given, { throwIfNoEntry: false })?.isDirectory()) {
    if (existsSync(given)) throw new Error(`There is a file ${given} already: name another, or a directory.`)
    return given
  }
  const time = created.toISOString().replace(/[-:]|\.\d+/g, '')
  for (let number = 1; ; number++) {
    const path = join(given, `roost-${time}${suffix}${number > 1 ? `-${number}` : ''}.tar.gz`)
    if (!existsSync(path)) return path
  }
}

export type ListedArchive = { path: string; bytes: number; made: Date }

/** The archives in a directory, newest first. */
export async function listArchives(directory: string): Promise<ListedArchive[]> {
  if (!existsSync(directory)) return []
  const names = (await readdir(directory)).filter((name) => /^roost-\d{8}T\d{6}Z.*\.tar\.gz$/.test(name))
  const paths = names
    .sort()
    .reverse()
    .map((name) => join(directory, name))
  return Promise.all(
    paths.map(async (path) => ({ path, bytes: (await stat(path)).size, made: timeIn(basename(path)) })),
  )
}

const timeIn = (name: string) =>
  new Date(name.replace(/^roost-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, '$1-$2-$3T$4:$5:$6Z'))
