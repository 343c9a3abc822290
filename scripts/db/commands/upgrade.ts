import { databaseMayExist } from '../../../lib/db/connection'
import { databaseLocation, type Engine, engineOf } from '../../../lib/env/database-location'
import { type Migration, readMigrations } from '../migrations/files'
import { lossOf } from '../migrations/generate/data-loss'
import { forgetSql, historyTableSql, recordSql } from '../migrations/history'
import { holdsRows } from '../migrations/reset'
import { migrationStatus, refuseUnready } from '../migrations/status'
import { downgradeDatabase, downOf, indexOf, leaving, upgradeDatabase } from '../migrations/upgrade'
import { confirmLoss, type Flags, sqlAnswer, type Verb } from './command'
import { refuseAtStart, upgradeAtStart } from './upgrade-at-start'

const text = (value: Flags[string]) => (typeof value === 'string' ? value : undefined)

export const upgrade: Verb = {
  summary: 'apply the pending migrations',
  usage: '[--to NAME] [--at-start]',
  help: [
    'Makes a missing SQLite file. Each migration is applied whole or not at all.',
    '  --to NAME    stop after this one',
    '  --at-start   what npm start does: on PostgreSQL in production, or with AUTO_MIGRATE=0, only look',
    '  --from NAME  with --sql: assume this one (or base) as the last, and ask no database',
  ],
  options: { to: { type: 'string' }, from: { type: 'string' }, 'at-start': { type: 'boolean' } },
  names: { min: 0, max: 0 },
  run: async ({ url, flags }) => {
    const address = await url()
    const to = text(flags.to)
    if (flags.from !== undefined && !flags.sql)
      throw new Error('--from goes with --sql: the database itself knows where it is.')
    if (flags['at-start'] && flags.sql) await refuseAtStart(address)
    if (flags.sql) return sqlAnswer(await upgradeSql(address, to, text(flags.from)))
    if (flags['at-start']) return upgradeAtStart(address)
    const applied = await upgradeDatabase(address, { to })
    return {
      lines: applied.length > 0 ? applied.map((name) => `Applied ${name}.`) : ['The database is up to date.'],
      json: { applied },
    }
  },
}

async function upgradeSql(
  address: string,
  to: string | undefined,
  from: string | undefined,
): Promise<string> {
  const engine = engineOf(address)
  const migrations = await readMigrations(engine)
  const last = to === undefined ? migrations.length : indexOf(migrations, to) + 1
  const first = from === undefined || from === 'base' ? 0 : indexOf(migrations, from) + 1
  const pending =
    from === undefined ? (await ready(address)).pending : migrations.slice(first).map(({ name }) => name)
  const scripts = migrations.slice(0, last).filter(({ name }) => pending.includes(name))
  if (scripts.length === 0) return ''
  return [
    historyTableSql(engine),
    ...scripts.map((one) => inTransaction(engine, one.name, `${one.up.trim()}\n${recordSql(one)}`)),
  ].join('\n\n')
}

async function ready(address: string) {
  const status = await migrationStatus(address)
  refuseUnready(status)
  return status
}

/** SQLite leaves foreign keys to the end of a rebuild, and that can only be said outside of the transaction. */
const inTransaction = (engine: Engine, name: string, script: string) =>
  [
    `-- ${name}`,
    ...(engine === 'sqlite' ? ['PRAGMA foreign_keys=OFF;'] : []),
    'BEGIN;',
    script,
    'COMMIT;',
    ...(engine === 'sqlite' ? ['PRAGMA foreign_keys=ON;'] : []),
  ].join('\n')

export const downgrade: Verb = {
  summary: 'undo the last migrations by their down.sql',
  usage: '[-n K | --to NAME] [--yes]',
  help: [
    'Undoes one by default. Asks when rows would lose something.',
    '  -n K        undo the last K',
    '  --to NAME   undo all that came after this one; base undoes every one',
    '  --yes       no question',
  ],
  options: { n: { type: 'string', short: 'n' }, to: { type: 'string' }, yes: { type: 'boolean' } },
  names: { min: 0, max: 0 },
  run: async ({ url, flags, say }) => {
    const address = await url()
    const to = text(flags.to)
    const steps = stepsOf(flags.n)
    if (to !== undefined && flags.n !== undefined) throw new Error('Say either -n or --to, not both.')
    if (!databaseMayExist(address)) {
      throw new Error(
        `There is no database yet at ${databaseLocation(address)}, so there is nothing to undo.`,
      )
    }
    const engine = engineOf(address)
    const migrations = await readMigrations(engine)
    const { applied } = await ready(address)
    const names = leaving(migrations, applied, { to, steps })
    const scripts = names.map((one) => `-- ${one.name}\n${downOf(one).trim()}\n${forgetSql(one.name)}`)
    if (flags.sql)
      return sqlAnswer(scripts.map((script) => inTransaction(engine, 'undo', script)).join('\n\n'))
    if (names.length === 0) return { lines: ['There is nothing to undo.'], json: { undone: [] } }
    const what = names.length === 1 ? names[0]?.name : `${names.length} migrations`
    await confirmLoss(`Undoing ${what} loses data`, await lossesOf(address, names), flags, say)
    const undone = await downgradeDatabase(address, { to, steps })
    return { lines: undone.map((name) => `Undid ${name}.`), json: { undone } }
  },
}

function stepsOf(value: Flags[string]): number {
  if (value === undefined) return 1
  const steps = Number(value)
  if (!Number.isInteger(steps) || steps < 1)
    throw new Error(`-n ${String(value)}: say how many migrations to undo, from 1 on.`)
  return steps
}

/** The models are the same on both engines, so what SQLite's scripts would lose is what either loses. */
async function lossesOf(address: string, names: Migration[]): Promise<string[]> {
  if (!(await holdsRows(address))) return []
  const all = await readMigrations('sqlite')
  const last = all.findIndex(({ name }) => name === names[0]?.name)
  const before = all.slice(0, last + 1).map(({ up }) => up)
  const losses: string[] = []
  for (const { name } of names) {
    const down = downOf(all.find((one) => one.name === name) as Migration)
    losses.push(...(await lossOf(before, down)))
    before.push(down)
  }
  return losses
}
