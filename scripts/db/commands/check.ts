import { historyQuery } from '../../../lib/db/migration-history'
import { checkDatabase } from '../migrations/drift'
import { type Command, noArguments, sqlResult } from './command'

export const check: Command = {
  summary: 'exit with code 1 unless the database matches prisma/schema.prisma',
  usage: '',
  help: [
    'Lists pending, failed and edited migrations, differing tables and columns, and changes of the schema',
    'without a migration.',
  ],
  args: noArguments,
  run: async ({ url, flags }) => {
    if (flags.sql) return sqlResult(`${historyQuery};`)
    const problems = await checkDatabase(await url())
    return {
      lines: problems.length > 0 ? problems : ['The database matches prisma/schema.prisma.'],
      json: { ok: problems.length === 0, problems },
      failed: problems.length > 0,
    }
  },
}
