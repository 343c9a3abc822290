import { engineOf } from '../../../lib/env/database-location'
import { readMigrations } from '../migrations/files'
import { historyTableSql, recordAppliedSql } from '../migrations/history'
import { findMigrationIndex, selectUpTo } from '../migrations/select'
import { assertUpgradable, migrationStatus } from '../migrations/status'
import { upgradeDatabase } from '../migrations/upgrade'
import { type Command, type Input, noArguments, type Result, sqlResult, textFlag } from './command'
import { wrapInTransaction } from './transaction-sql'
import { untilAnswered } from './until-answered'
import { assertMayStart, upgradeAtStart } from './upgrade-at-start'

export const upgrade: Command = {
  summary: 'apply the pending migrations',
  usage: '[--to NAME] [--at-start] [--wait]',
  help: [
    'Creates a missing SQLite file. Each migration is applied completely or not at all.',
    '  --to NAME    stop after this one',
    '  --at-start   what npm start does: on PostgreSQL in production, or with AUTO_MIGRATE=0, only check',
    '  --wait       try every 5 seconds until the database server answers',
    '  --from NAME  with --sql: assume this one (or base) is the last, without a database',
  ],
  options: {
    to: { type: 'string' },
    from: { type: 'string' },
    'at-start': { type: 'boolean' },
    wait: { type: 'boolean' },
  },
  args: noArguments,
  run: (input) => (input.flags.wait ? untilAnswered(() => runUpgrade(input), input) : runUpgrade(input)),
}

async function runUpgrade({ url, flags }: Input): Promise<Result> {
  const databaseUrl = await url()
  const to = textFlag(flags.to)
  if (flags.from !== undefined && !flags.sql)
    throw new Error('--from requires --sql: otherwise the migration history is read from the database.')
  if (flags['at-start'] && flags.sql) await assertMayStart(databaseUrl)
  if (flags.sql) return sqlResult(await upgradeSql(databaseUrl, to, textFlag(flags.from)))
  if (flags['at-start']) return upgradeAtStart(databaseUrl)
  const applied = await upgradeDatabase(databaseUrl, { to })
  return {
    lines: applied.length > 0 ? applied.map((name) => `Applied ${name}.`) : ['The database is up to date.'],
    json: { applied },
  }
}

async function upgradeSql(databaseUrl: string, to = 'head', from?: string): Promise<string> {
  const engine = engineOf(databaseUrl)
  const migrations = await readMigrations(engine)
  const wanted = migrations.slice(0, findMigrationIndex(migrations, to) + 1)
  const done =
    from === undefined ? await listApplied(databaseUrl) : selectUpTo(migrations, from).map(({ name }) => name)
  const scripts = wanted.filter(({ name }) => !done.includes(name))
  if (scripts.length === 0) return ''
  return [
    historyTableSql(engine),
    ...scripts.map((migration) =>
      wrapInTransaction(engine, migration.name, `${migration.up.trim()}\n${recordAppliedSql(migration)}`),
    ),
  ].join('\n\n')
}

async function listApplied(databaseUrl: string): Promise<string[]> {
  const status = await migrationStatus(databaseUrl)
  assertUpgradable(status)
  return status.applied
}
