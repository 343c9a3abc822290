import { databaseName, engineNames, engineOf, redactedUrl } from '../../../lib/env/database-location'
import { type Command, noArguments, sqlResult } from './command'

export const url: Command = {
  summary: 'show the database in use, without secrets',
  usage: '',
  help: [],
  args: noArguments,
  run: async ({ url: readUrl, flags }) => {
    const databaseUrl = await readUrl()
    const engine = engineOf(databaseUrl)
    if (flags.sql)
      return sqlResult(engine === 'sqlite' ? 'PRAGMA database_list;' : 'SELECT current_database();')
    const source = process.env.DATABASE_URL ? 'DATABASE_URL' : 'the default, because DATABASE_URL is not set'
    return {
      lines: [redactedUrl(databaseUrl), `${engineNames[engine]}, from ${source}.`],
      json: { url: redactedUrl(databaseUrl), engine, name: databaseName(databaseUrl), source },
    }
  },
}
