import { databaseMayExist } from '../../../lib/db/connection'
import { explainDatabaseError } from '../../../lib/db/explain-error'
import { writeMigration } from '../migrations/files'
import { planMigration } from '../migrations/generate/plan'
import type { Rename } from '../migrations/generate/rename-schema'
import { migrationStatus } from '../migrations/status'
import { type Command, confirmLosses, type Flags, sqlResult } from './command'

export const migrate: Command = {
  summary: 'write a migration for both engines from the changes in prisma/schema.prisma',
  usage: '<name> [--rename TABLE[.COLUMN]:NEW]… [--yes]',
  help: [
    'Writes migration.sql and down.sql into prisma/migrations/{sqlite,postgresql}; changes no database.',
    '  --rename users.about_me:bio   the column keeps its values under the new name',
    '  --rename posts:articles       the same for a table',
    '  --yes                         do not ask when something would be lost',
    '  --sql                         print the scripts instead of writing them',
  ],
  options: { rename: { type: 'string', multiple: true }, yes: { type: 'boolean' } },
  args: { min: 1, max: 1 },
  run: async ({ url, args, flags, log }) => {
    const [name = ''] = args
    await rejectPending(await url(), log)
    const plan = await planMigration(name, { renames: parseRenames(flags) })
    if (flags.sql) {
      const scripts = plan.files.map(
        ({ engine, up, down }) => `-- ${engine}, up\n${up}\n-- ${engine}, down\n${down}`,
      )
      return sqlResult(scripts.join('\n'))
    }
    const action = 'This migration loses data or fails on a database with rows'
    await confirmLosses(action, plan.warnings, { flags, log })
    await writeMigration(plan.name, plan.files)
    const paths = plan.files.map(({ engine }) => `prisma/migrations/${engine}/${plan.name}`)
    return {
      lines: [...paths.map((path) => `Wrote ${path}.`), 'Read the scripts, then: npm run db -- upgrade'],
      json: { name: plan.name, written: paths, warnings: plan.warnings },
    }
  },
}

/** A new migration would otherwise be applied together with others that were never run here. */
async function rejectPending(databaseUrl: string, log: (line: string) => void): Promise<void> {
  if (!databaseMayExist(databaseUrl)) return
  const status = await migrationStatus(databaseUrl).catch((error) => {
    log(`Cannot tell whether the last migration is applied: ${explainDatabaseError(error)}`)
  })
  if (status?.state !== 'managed' || status.pending.length === 0) return
  throw new Error(`${status.pending.join(', ')} is not applied yet: run npm run db -- upgrade first.`)
}

function parseRenames({ rename }: Flags): Rename[] {
  return (Array.isArray(rename) ? rename : []).map((text) => {
    const [, table, column, to] = /^(\w+)(?:\.(\w+))?:(\w+)$/.exec(text) ?? []
    if (!table || !to)
      throw new Error(
        `--rename ${text}: write TABLE:NEW or TABLE.COLUMN:NEW, with the names in the database.`,
      )
    return { table, column, to }
  })
}
