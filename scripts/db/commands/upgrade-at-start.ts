import { engineOf } from '../../../lib/env/database-location'
import { migrationStatus, refuseUnready } from '../migrations/status'
import { upgradeDatabase } from '../migrations/upgrade'
import type { Answer } from './command'

/**
 * What a starting server does about its database: brings the embedded one up to date, and leaves one that others
 * may be using, or that somebody wants to migrate by hand, to a person.
 * AUTO_MIGRATE decides; without it everything but PostgreSQL in production is migrated.
 * @throws Error in one line when the server must not start
 */
export async function upgradeAtStart(url: string): Promise<Answer> {
  await refuseAtStart(url)
  const applied = await upgradeDatabase(url)
  return { lines: applied.map((name) => `Applied ${name}.`), json: { applied } }
}

/** Throws what would keep a server from starting, and changes nothing. */
export async function refuseAtStart(url: string): Promise<void> {
  const status = await migrationStatus(url)
  refuseUnready(status)
  const { pending } = status
  if (pending.length === 0) return
  const { env } = await import('../../../lib/env')
  if (!(env.AUTO_MIGRATE ?? mayMigrate(url))) {
    throw new Error(
      `The database is ${pending.length === 1 ? 'a migration' : `${pending.length} migrations`} behind (${pending.join(', ')}): run npm run db -- upgrade, then start again. AUTO_MIGRATE=1 does it at every start.`,
    )
  }
}

const mayMigrate = (url: string) => engineOf(url) === 'sqlite' || process.env.NODE_ENV !== 'production'
