import { engineOf } from '../../../lib/env/database-location'
import { assertUpgradable, migrationStatus } from '../migrations/status'
import { upgradeDatabase } from '../migrations/upgrade'
import type { Result } from './command'

/**
 * Prepares the database when a server starts: applies the pending migrations if AUTO_MIGRATE allows it. Without that
 * setting everything but PostgreSQL in production is migrated: other servers may be using the old schema there.
 * @throws Error in one line when the server must not start
 */
export async function upgradeAtStart(url: string): Promise<Result> {
  await assertMayStart(url)
  const applied = await upgradeDatabase(url)
  return { lines: applied.map((name) => `Applied ${name}.`), json: { applied } }
}

/**
 * Checks without any change whether a server may start.
 * @throws Error in one line when it must not
 */
export async function assertMayStart(url: string): Promise<void> {
  const status = await migrationStatus(url)
  assertUpgradable(status)
  const { pending } = status
  if (pending.length === 0) return
  const { env } = await import('../../../lib/env')
  if (!(env.AUTO_MIGRATE ?? isMigratedByDefault(url))) {
    throw new Error(
      `The database is ${pending.length === 1 ? 'a migration' : `${pending.length} migrations`} behind (${pending.join(', ')}): run npm run db -- upgrade, then start again. AUTO_MIGRATE=1 does it at every start.`,
    )
  }
}

function isMigratedByDefault(url: string): boolean {
  return engineOf(url) === 'sqlite' || process.env.NODE_ENV !== 'production'
}
