// npm run seed: fills a new database with members and posts; see the usage in seed/flags.ts.

import { formatError } from '../scripts/cli/format-error'
import { loadSettings } from '../scripts/cli/load-settings'
import { assertUpToDate } from './seed/database'
import { type Flags, parseSeedFlags, usage } from './seed/flags'

try {
  const flags = parseSeedFlags(process.argv.slice(2))
  if (flags.kind === 'help') console.log(usage)
  else await seed(flags)
} catch (error) {
  console.error(formatError(error))
  process.exitCode = 1
}

/** lib reads the settings on import, so it is imported after they are loaded. */
async function seed(flags: Exclude<Flags, { kind: 'help' }>) {
  process.env.LOG_LEVEL = 'warn'
  const { databaseUrl } = await loadSettings()
  // --clean only deletes rows and must not create tables.
  if (flags.kind === 'clean') await assertUpToDate(databaseUrl)
  else await (await import('../scripts/db/commands/upgrade-at-start')).upgradeAtStart(databaseUrl)

  const { closeDatabase } = await import('../lib/db/db')
  try {
    if (flags.kind === 'bench') await (await import('./seed/bench')).seedBench(databaseUrl, flags)
    else if (flags.kind === 'clean') await (await import('./seed/clean')).cleanSeed(flags)
    else await (await import('./seed/community')).seedCommunity(flags)
  } finally {
    await closeDatabase()
  }
}
