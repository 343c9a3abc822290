import { databaseLocation, databaseName, engineNames, engineOf } from '../../../lib/env/database-location'
import { confirm } from '../../cli/confirm'
import { createDatabase, createSql, holdsRows, resetDatabase, resetSql } from '../migrations/reset'
import { stampDatabase, stampSql } from '../migrations/stamp'
import { type Flags, sqlAnswer, type Verb } from './command'

const yes = { yes: { type: 'boolean' } } as const

export const stamp: Verb = {
  summary: 'record a database as being at a migration, without running anything',
  usage: '<NAME|head|base> [--yes]',
  help: [
    'Adopts a database that was made by hand, by an older version or by another tool. Its tables must be those',
    'that the migration makes.',
    '  --yes   record it even when they are not',
  ],
  options: yes,
  names: { min: 1, max: 1 },
  run: async ({ url, names, flags }) => {
    const [target = ''] = names
    if (flags.sql) return sqlAnswer(await stampSql(await url(), target))
    const { recorded, forgotten } = await stampDatabase(await url(), target, { force: Boolean(flags.yes) })
    const lines = [
      ...recorded.map((name) => `Recorded ${name} as applied.`),
      ...forgotten.filter((name) => !recorded.includes(name)).map((name) => `Took ${name} off the record.`),
    ]
    return { lines: lines.length > 0 ? lines : ['The record was already so.'], json: { recorded, forgotten } }
  },
}

export const reset: Verb = {
  summary: 'drop every table and make them anew',
  usage: '[--yes --name NAME]',
  help: [
    'An empty database needs no question. One that holds rows needs its name typed, or both of:',
    '  --yes         no question',
    '  --name NAME   the name of the database, as npm run db -- url --json tells it',
  ],
  options: { ...yes, name: { type: 'string' } },
  names: { min: 0, max: 0 },
  run: async ({ url, flags }) => {
    const address = await url()
    if (flags.sql) return sqlAnswer(await resetSql(address))
    if (await holdsRows(address)) await confirmLoss(address, flags)
    await resetDatabase(address)
    return {
      lines: [`${databaseLocation(address)} is empty and up to date.`],
      json: { reset: databaseName(address) },
    }
  },
}

async function confirmLoss(address: string, flags: Flags) {
  const name = databaseName(address)
  const question = `${databaseLocation(address)} holds rows, and all of them would be lost.`
  if (flags.yes && flags.name !== name) {
    throw new Error(
      `${question} To mean it, say --yes --name ${name}${flags.name ? `, not ${flags.name}` : ''}.`,
    )
  }
  await confirm(question, name, Boolean(flags.yes))
}

export const create: Verb = {
  summary: 'make the database on its PostgreSQL server, if it is missing',
  usage: '',
  help: ['On SQLite, where upgrade makes the file, this makes an empty one.'],
  names: { min: 0, max: 0 },
  run: async ({ url, flags }) => {
    const address = await url()
    const engine = engineOf(address)
    if (flags.sql) return sqlAnswer(engine === 'sqlite' ? 'PRAGMA journal_mode = WAL;' : createSql(address))
    const created = await createDatabase(address)
    const what = `${engineNames[engine]} database ${databaseLocation(address)}`
    return {
      lines: [created ? `Made the ${what}. Next: npm run db -- upgrade` : `The ${what} is there already.`],
      json: { created, name: databaseName(address) },
    }
  },
}
