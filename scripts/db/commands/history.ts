import { databaseMayExist, withConnection } from '../../../lib/db/connection'
import { historyQuery, readMigrationHistory } from '../../../lib/db/migration-history'
import { engineOf } from '../../../lib/env/database-location'
import { readMigrations } from '../migrations/files'
import { type Command, noArguments, sqlResult } from './command'

export const history: Command = {
  summary: 'list all migrations in order, with the time they were applied',
  usage: '',
  help: [],
  args: noArguments,
  run: async ({ url, flags }) => {
    if (flags.sql) return sqlResult(`${historyQuery};`)
    const databaseUrl = await url()
    const migrations = await readMigrations(engineOf(databaseUrl))
    const rows = databaseMayExist(databaseUrl)
      ? ((await withConnection(databaseUrl, readMigrationHistory)) ?? [])
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
