import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { hashSessionToken } from '../lib/crypto/session-token'
import { isCluster } from './needs'
import { type Connection, postgresql } from './postgresql'

/** What a session token looks like. */
const tokenPattern = /[\w-]{43}/g

/**
 * Finds secrets in the log of a server.
 * @param dataDir of the server: its generated secrets and the sessions in its database
 * @param passwords that were typed in the tests
 * @returns the names of the secrets that the log contains; never the secrets
 */
export function findSecrets(log: string, dataDir: string, passwords: string[]): string[] {
  const generated = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as Record<string, string>
  const names = Object.entries(generated).flatMap(([name, value]) => (log.includes(value) ? [name] : []))
  const typed = passwords.flatMap((password, index) => (log.includes(password) ? [`password ${index}`] : []))
  return [...names, ...typed, ...findSessionTokens(log, dataDir)]
}

/** Tokens are stored as digests only, so every text that could be a token is compared by its digest. */
function findSessionTokens(log: string, dataDir: string): string[] {
  const texts = [...new Set(log.match(tokenPattern) ?? [])]
  if (isCluster) return texts.flatMap((text) => sessionToken(postgresql, text))
  const database = new Database(join(dataDir, 'roost.db'), { readonly: true })
  try {
    return texts.flatMap((text) => sessionToken(database as unknown as Connection, text))
  } finally {
    database.close()
  }
}

function sessionToken(database: Connection, text: string): string[] {
  const exists = database.prepare('SELECT 1 FROM sessions WHERE token_hash = ?').pluck()
  return exists.get(hashSessionToken(text)) === undefined ? [] : ['session token']
}
