import { redactedUrl } from '../../lib/env/database-location'
import { assertUpgradable, migrationStatus } from '../../scripts/db/migrations/status'
import { SeedError } from './flags'

/**
 * Checks that a database has all migrations. Changes nothing.
 * @throws Error in one line with the command to run
 */
export async function assertUpToDate(url: string): Promise<void> {
  const status = await migrationStatus(url)
  assertUpgradable(status)
  const { state, pending } = status
  if (state === 'missing' || state === 'empty')
    throw new SeedError(`${redactedUrl(url)} has no tables yet, so there are no members to remove.`)
  if (pending.length > 0)
    throw new SeedError(`The database lacks ${pending.join(', ')}: run npm run db -- upgrade first.`)
}
