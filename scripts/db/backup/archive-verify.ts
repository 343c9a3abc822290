import { createWriteStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { withConnection } from '../../../lib/db/connection'
import type { Place } from '../migrations/status'
import { migrationStatus } from '../migrations/status'
import { upgradeDatabase } from '../migrations/upgrade'
import { countRows } from '../transfer/copy'
import { describeTables } from '../transfer/layout'
import { databaseFile, type Manifest } from './archive'
import { readArchive } from './archive-read'
import { findDamage } from './backup-snapshot'

export type VerifiedArchive = {
  manifest: Manifest
  /** Address of the database, unpacked and upgraded to this code. */
  url: string
  /** Migrations applied to the unpacked copy. */
  upgraded: string[]
}

/**
 * Unpacks the database of an archive and finds out whether it can be restored: every checksum, the inside of the
 * database, its rows, and its migrations. An older one is upgraded in the unpacked copy.
 * @throws Error in one sentence when it cannot
 */
export async function verifyArchive(
  archive: string,
  workspace: string,
  place?: Place,
): Promise<VerifiedArchive> {
  if (!existsSync(archive))
    throw new Error(`There is no file ${archive}: npm run restore -- --list names those there are.`)
  const file = join(workspace, databaseFile)
  const manifest = await readArchive(archive, async (name, content) => {
    if (name === databaseFile) await pipeline(content, createWriteStream(file, { mode: 0o600 }))
    else await readToEnd(content)
  })
  const url = `file:${file}`
  const reason = (await findDamage(url)) ?? (await otherRows(url, manifest))
  if (reason) throw new Error(`${archive} cannot be restored, its database is damaged: ${reason}.`)
  const [newer] = (await migrationStatus(url, place)).unknown
  if (newer)
    throw new Error(
      `${archive} cannot be restored: it has seen the migration ${newer}, which this code does not know. Bring the code up to date.`,
    )
  return { manifest, url, upgraded: await upgradeDatabase(url, place) }
}

async function otherRows(url: string, manifest: Manifest): Promise<string | undefined> {
  const rows = await withConnection(url, async (connection) =>
    countRows(connection, await describeTables(connection)),
  )
  const wrong = Object.keys({ ...rows, ...manifest.rows }).find((name) => rows[name] !== manifest.rows[name])
  return wrong && `${wrong} has ${rows[wrong]} rows and should have ${manifest.rows[wrong]}`
}

/** The archive is read one file after the other. */
async function readToEnd(content: AsyncIterable<Buffer>) {
  for await (const _ of content);
}
