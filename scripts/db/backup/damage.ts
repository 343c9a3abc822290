import { existsSync } from 'node:fs'
import { type Connection, withConnection } from '../../../lib/db/connection'
import { toOneLine } from '../../../lib/db/explain-error'
import { engineOf, sqliteFile } from '../../../lib/env/database-location'

/**
 * Checks the integrity and the foreign keys of a SQLite database.
 * @returns what is damaged, as part of a sentence; null when it is sound, missing, or on PostgreSQL
 */
export async function findDamage(url: string): Promise<string | null> {
  if (engineOf(url) !== 'sqlite' || !existsSync(sqliteFile(url))) return null
  try {
    return await withConnection(url, checkIntegrity)
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (code.startsWith('SQLITE_NOTADB')) return 'it is not a SQLite file'
    if (code.startsWith('SQLITE_CORRUPT')) return 'it cannot be read completely'
    throw error
  }
}

async function checkIntegrity(connection: Connection): Promise<string | null> {
  const [first] = await connection.rows<{ integrity_check: string }>('PRAGMA integrity_check(1)')
  if (first?.integrity_check !== 'ok') return toOneLine(String(first?.integrity_check))
  const [orphan] = await connection.rows<{ table: string; rowid: number }>('PRAGMA foreign_key_check')
  return orphan ? `row ${orphan.rowid} of ${orphan.table} references a missing row` : null
}
