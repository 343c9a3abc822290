import { redactedUrl } from '../../lib/env/database-location'
import { assertUpgradable, migrationStatus } from '../../scripts/db/migrations/status'
import { SeedError } from './flags'

/**
 * Refuses a database that lacks a migration, and changes nothing.
 * @throws Error in one line that names the mend
 */
export async function refuseBehind(url: string): Promise<void> {
  const status = await migrationStatus(url)
  assertUpgradable(status)
  const { state, pending } = status
  if (state === 'missing' || state === 'empty')
    throw new SeedError(`${redactedUrl(url)} has no tables yet, so there is nobody to remove.`)
  if (pending.length > 0)
    throw new SeedError(`The database lacks ${pending.join(', ')}: run npm run db -- upgrade first.`)
}
