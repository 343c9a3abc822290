import { databaseMayExist, withConnection } from '../../../lib/db/connection'
import { historyQuery, readMigrationHistory } from '../../../lib/db/migration-history'
import { databaseName, engineNames, engineOf, redactedUrl } from '../../../lib/env/database-location'
import { checkDatabase } from '../migrations/drift'
import { readMigrations } from '../migrations/files'
import { migrationStatus, statusLine } from '../migrations/status'
import { sqlAnswer, type Verb } from './command'

const none = { min: 0, max: 0 }

export const status: Verb = {
  summary: 'what is applied, what is pending, what is wrong',
  usage: '',
  help: ['Exit code 1 when something is wrong; pending migrations alone are not.'],
  names: none,
  run: async ({ url, flags }) => {
    if (flags.sql) return sqlAnswer(`${historyQuery};`)
    const address = await url()
    const found = await migrationStatus(address)
    return {
      lines: [
        `${statusLine(found)} ${redactedUrl(address)}`,
        ...found.applied.map((name) => `  applied  ${name}`),
        ...found.pending.map((name) => `  pending  ${name}`),
        ...found.problems.map((problem) => `  problem  ${problem}`),
        ...(found.pending.length > 0 && found.problems.length === 0 ? ['Next: npm run db -- upgrade'] : []),
      ],
      json: found,
      failed: found.problems.length > 0,
    }
  },
}

export const history: Verb = {
  summary: 'every migration in order, with the time it was applied',
  usage: '',
  help: [],
  names: none,
  run: async ({ url, flags }) => {
    if (flags.sql) return sqlAnswer(`${historyQuery};`)
    const address = await url()
    const migrations = await readMigrations(engineOf(address))
    const rows = databaseMayExist(address)
      ? ((await withConnection(address, readMigrationHistory)) ?? [])
      : []
    const entries = migrations.map(({ name, down }) => {
      const finishedAt = rows.find((row) => row.name === name && row.finishedAt)?.finishedAt ?? null
      return { name, appliedAt: finishedAt?.toISOString() ?? null, canBeUndone: down !== null }
    })
    const lines = entries.map(
      ({ name, appliedAt, canBeUndone }) =>
        `${name}  ${appliedAt ? `applied ${appliedAt}` : 'pending'}${canBeUndone ? '' : '  no down.sql'}`,
    )
    return {
      lines: lines.length > 0 ? lines : ['There are no migrations yet.'],
      json: { migrations: entries },
    }
  },
}

export const check: Verb = {
  summary: 'exit code 1 unless the database is exactly what prisma/schema.prisma says',
  usage: '',
  help: [
    'Names what is pending, failed or edited, the tables and columns that differ, and changes of the schema',
    'that no migration makes yet.',
  ],
  names: none,
  run: async ({ url, flags }) => {
    if (flags.sql) return sqlAnswer(`${historyQuery};`)
    const problems = await checkDatabase(await url())
    return {
      lines: problems.length > 0 ? problems : ['The database is what prisma/schema.prisma says.'],
      json: { ok: problems.length === 0, problems },
      failed: problems.length > 0,
    }
  },
}

export const url: Verb = {
  summary: 'the database that would be used, secrets hidden',
  usage: '',
  help: [],
  names: none,
  run: async ({ url: read, flags }) => {
    const address = await read()
    const engine = engineOf(address)
    if (flags.sql)
      return sqlAnswer(engine === 'sqlite' ? 'PRAGMA database_list;' : 'SELECT current_database();')
    const source = process.env.DATABASE_URL ? 'DATABASE_URL' : 'the default, because DATABASE_URL is not set'
    return {
      lines: [`${redactedUrl(address)}`, `${engineNames[engine]}, from ${source}.`],
      json: { url: redactedUrl(address), engine, name: databaseName(address), source },
    }
  },
}
