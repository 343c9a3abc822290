import { databaseLocation, databaseName, engineNames, engineOf } from '../../../lib/env/database-location'
import { createDatabase, createDatabaseSql } from '../migrations/create-database'
import { type Command, noArguments, sqlResult } from './command'

export const create: Command = {
  summary: 'create the database on its PostgreSQL server, if it is missing',
  usage: '',
  help: ['On SQLite this creates an empty file; upgrade does that too.'],
  args: noArguments,
  run: async ({ url, flags }) => {
    const databaseUrl = await url()
    const engine = engineOf(databaseUrl)
    if (flags.sql)
      return sqlResult(engine === 'sqlite' ? 'PRAGMA journal_mode = WAL;' : createDatabaseSql(databaseUrl))
    const created = await createDatabase(databaseUrl)
    const database = `${engineNames[engine]} database ${databaseLocation(databaseUrl)}`
    return {
      lines: [
        created ? `Created the ${database}. Next: npm run db -- upgrade` : `The ${database} already exists.`,
      ],
      json: { created, name: databaseName(databaseUrl) },
    }
  },
}
