import { createWriteStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { databaseFile, type Manifest } from './archive'
import { readArchive } from './archive-read'
import { findDamage } from './backup-snapshot'
import { withConnection } from './connection'
import { explainDatabaseError } from './explain'
import type { Place } from './migration-status'
import { migrationStatus, upgradeDatabase } from './migrations'
import { countRows } from './table-copy'
import { describeTables } from './table-layout'

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
  try {
    await expectDatabase(url, manifest)
    const { unknown } = await migrationStatus(url, place)
    if (unknown.length > 0)
      throw new Error(
        `its database has seen ${unknown[0]}, which this code does not know: bring the code up to date`,
      )
    return { manifest, url, upgraded: await upgradeDatabase(url, place) }
  } catch (error) {
    throw new Error(`${archive} cannot be restored: ${explainDatabaseError(error)}`, { cause: error })
  }
}

async function expectDatabase(url: string, manifest: Manifest) {
  const rows = await withConnection(url, async (connection) => {
    const damage = await findDamage(connection)
    if (damage) throw new Error(`its database is damaged (${damage})`)
    return countRows(connection, await describeTables(connection))
  })
  const wrong = Object.keys({ ...rows, ...manifest.rows }).find((name) => rows[name] !== manifest.rows[name])
  if (wrong) throw new Error(`${wrong} has ${rows[wrong]} rows and should have ${manifest.rows[wrong]}`)
}

/** The archive is read one file after the other. */
async function readToEnd(content: AsyncIterable<Buffer>) {
  for await (const _ of content);
}
