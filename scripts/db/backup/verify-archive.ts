import { createWriteStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { withConnection } from '../../../lib/db/connection'
import { type DirectoryOption, migrationStatus } from '../migrations/status'
import { upgradeDatabase } from '../migrations/upgrade'
import { describeTables } from '../transfer/layout'
import { countRows } from '../transfer/row-counts'
import { findDamage } from './damage'
import { databaseFile, type Manifest } from './manifest'
import { readArchive } from './read-archive'
import { withWorkspace } from './workspace'

export type VerifiedArchive = {
  manifest: Manifest
  /** The URL of the unpacked database, upgraded to the migrations of this code. */
  url: string
  /** The migrations that were applied to the unpacked copy. */
  upgraded: string[]
}

/** Verifies an archive as a restore would, and changes nothing. */
export function checkArchive(archive: string, backups: string): Promise<VerifiedArchive> {
  return withWorkspace(backups, (workspace) => verifyArchive(archive, workspace))
}

/**
 * Unpacks the database of an archive and checks that it can be restored: checksums, the integrity of the database, row
 * counts and migrations. The unpacked copy of an older database is upgraded.
 * @param workspace the directory to unpack into
 * @throws Error in one sentence when it cannot be restored
 */
export async function verifyArchive(
  archive: string,
  workspace: string,
  options?: DirectoryOption,
): Promise<VerifiedArchive> {
  if (!existsSync(archive))
    throw new Error(`There is no file ${archive}: npm run restore -- --list shows the archives.`)
  const file = join(workspace, databaseFile)
  const manifest = await readArchive(archive, async (name, content) => {
    if (name === databaseFile) await pipeline(content, createWriteStream(file, { mode: 0o600 }))
    else await drain(content)
  })
  const url = `file:${file}`
  const damage = (await findDamage(url)) ?? (await findWrongCount(url, manifest))
  if (damage) throw new Error(`${archive} cannot be restored, its database is damaged: ${damage}.`)
  const [unknown] = (await migrationStatus(url, options)).unknown
  if (unknown)
    throw new Error(
      `${archive} cannot be restored: it contains the migration ${unknown}, which this code does not know. Update the code.`,
    )
  return { manifest, url, upgraded: await upgradeDatabase(url, options) }
}

async function findWrongCount(url: string, manifest: Manifest): Promise<string | undefined> {
  const rows = await withConnection(url, async (connection) =>
    countRows(connection, await describeTables(connection)),
  )
  const wrong = Object.keys({ ...rows, ...manifest.rows }).find((name) => rows[name] !== manifest.rows[name])
  return wrong && `${wrong} has ${rows[wrong]} rows and should have ${manifest.rows[wrong]}`
}

/** Reads a file without using it: the next one follows only after the end of this one. */
async function drain(content: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of content);
}
