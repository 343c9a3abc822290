import { databaseMayExist } from '../../../lib/db/connection'
import { explainDatabaseError } from '../../../lib/db/explain-error'
import { writeMigration } from '../migrations/files'
import { planMigration } from '../migrations/generate/plan'
import type { Rename } from '../migrations/generate/schema-text'
import { migrationStatus } from '../migrations/status'
import { confirmLoss, type Flags, sqlAnswer, type Verb } from './command'

export const migrate: Verb = {
  summary: 'write a migration for both engines from the changes in prisma/schema.prisma',
  usage: '<name> [--rename TABLE[.COLUMN]:NEW]… [--yes]',
  help: [
    'Writes migration.sql and down.sql into prisma/migrations/{sqlite,postgresql}; touches no database.',
    '  --rename users.about_me:bio   the column keeps what it holds under its new name',
    '  --rename posts:articles       the same for a table',
    '  --yes                         no question when something would be lost',
    '  --sql                         print the scripts instead of writing them',
  ],
  options: { rename: { type: 'string', multiple: true }, yes: { type: 'boolean' } },
  names: { min: 1, max: 1 },
  run: async ({ url, names, flags, say }) => {
    const [name = ''] = names
    await refusePending(await url(), say)
    const plan = await planMigration(name, { renames: renamesOf(flags) })
    if (flags.sql) {
      return sqlAnswer(
        plan.texts
          .map(({ engine, up, down }) => `-- ${engine}, up\n${up}\n-- ${engine}, down\n${down}`)
          .join('\n'),
      )
    }
    await confirmLoss('This migration loses data or fails on a filled database', plan.warnings, flags, say)
    await writeMigration(plan.name, plan.texts)
    const places = plan.texts.map(({ engine }) => `prisma/migrations/${engine}/${plan.name}`)
    return {
      lines: [...places.map((place) => `Wrote ${place}.`), 'Read the scripts, then: npm run db -- upgrade'],
      json: { name: plan.name, written: places, warnings: plan.warnings },
    }
  },
}

/** A database that lags behind would get the new migration together with others that nobody has seen run. */
async function refusePending(url: string, say: (line: string) => void) {
  if (!databaseMayExist(url)) return
  const status = await migrationStatus(url).catch((error) => {
    say(`Whether the database has seen the last migration is not known: ${explainDatabaseError(error)}`)
  })
  if (status?.state !== 'managed' || status.pending.length === 0) return
  throw new Error(
    `The database has not seen ${status.pending.join(', ')} yet: run npm run db -- upgrade first.`,
  )
}

function renamesOf({ rename }: Flags): Rename[] {
  return (Array.isArray(rename) ? rename : []).map((text) => {
    const [, table, column, to] = /^(\w+)(?:\.(\w+))?:(\w+)$/.exec(text) ?? []
    if (!table || !to)
      throw new Error(
        `--rename ${text}: write TABLE:NEW or TABLE.COLUMN:NEW, with the names in the database.`,
      )
    return { table, column, to }
  })
}
