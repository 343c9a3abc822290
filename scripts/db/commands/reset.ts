import { databaseLocation, databaseName } from '../../../lib/env/database-location'
import { confirm } from '../../cli/confirm'
import { hasRows, resetDatabase, resetSql } from '../migrations/reset'
import { type Command, type Flags, noArguments, sqlResult } from './command'

export const reset: Command = {
  summary: 'drop all tables and create them again',
  usage: '[--yes --name NAME]',
  help: [
    'Asks for the name of a database that has rows. Without a question:',
    '  --yes         confirm, together with',
    '  --name NAME   the name of the database, as npm run db -- url --json shows it',
  ],
  options: { yes: { type: 'boolean' }, name: { type: 'string' } },
  args: noArguments,
  run: async ({ url, flags }) => {
    const databaseUrl = await url()
    if (flags.sql) return sqlResult(await resetSql(databaseUrl))
    if (await hasRows(databaseUrl)) await confirmReset(databaseUrl, flags)
    await resetDatabase(databaseUrl)
    return {
      lines: [`${databaseLocation(databaseUrl)} is empty and up to date.`],
      json: { reset: databaseName(databaseUrl) },
    }
  },
}

async function confirmReset(databaseUrl: string, flags: Flags): Promise<void> {
  const name = databaseName(databaseUrl)
  const question = `${databaseLocation(databaseUrl)} has rows, and all of them would be lost.`
  if (flags.yes && flags.name !== name) {
    throw new Error(
      `${question} To confirm, add --yes --name ${name}${flags.name ? `, not ${flags.name}` : ''}.`,
    )
  }
  await confirm(question, name, Boolean(flags.yes))
}
