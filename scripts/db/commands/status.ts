import { historyQuery } from '../../../lib/db/migration-history'
import { redactedUrl } from '../../../lib/env/database-location'
import { formatStatus, migrationStatus } from '../migrations/status'
import { type Command, noArguments, sqlResult } from './command'

export const status: Command = {
  summary: 'show applied and pending migrations and problems',
  usage: '',
  help: ['Exit code 1 when there is a problem; pending migrations alone are none.'],
  args: noArguments,
  run: async ({ url, flags }) => {
    if (flags.sql) return sqlResult(`${historyQuery};`)
    const databaseUrl = await url()
    const found = await migrationStatus(databaseUrl)
    const isUpgradeNext = found.pending.length > 0 && found.problems.length === 0
    return {
      lines: [
        `${formatStatus(found)} ${redactedUrl(databaseUrl)}`,
        ...found.applied.map((name) => `  applied  ${name}`),
        ...found.pending.map((name) => `  pending  ${name}`),
        ...found.problems.map((problem) => `  problem  ${problem}`),
        ...(isUpgradeNext ? ['Next: npm run db -- upgrade'] : []),
      ],
      json: found,
      failed: found.problems.length > 0,
    }
  },
}
