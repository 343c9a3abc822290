import { databaseMayExist } from '../../../lib/db/connection'
import { databaseLocation, engineOf } from '../../../lib/env/database-location'
import { downgradeDatabase, downScript } from '../migrations/downgrade'
import { type Migration, readMigrations } from '../migrations/files'
import { findDataLoss } from '../migrations/generate/data-loss'
import { deleteRecordSql } from '../migrations/history'
import { hasRows } from '../migrations/reset'
import { selectToRevert } from '../migrations/select'
import { assertUpgradable, migrationStatus } from '../migrations/status'
import { type Command, confirmLosses, type Flags, noArguments, sqlResult, textFlag } from './command'
import { wrapInTransaction } from './transaction-sql'

export const downgrade: Command = {
  summary: 'revert the last migrations with their down.sql',
  usage: '[-n K | --to NAME] [--yes]',
  help: [
    'Reverts one by default. Asks when rows would lose something.',
    '  -n K        revert the last K',
    '  --to NAME   revert all after this one; base reverts every one',
    '  --yes       do not ask',
  ],
  options: { n: { type: 'string', short: 'n' }, to: { type: 'string' }, yes: { type: 'boolean' } },
  args: noArguments,
  run: async ({ url, flags, log }) => {
    const databaseUrl = await url()
    const target = { to: textFlag(flags.to), steps: parseSteps(flags.n) }
    if (target.to !== undefined && flags.n !== undefined) throw new Error('Use either -n or --to, not both.')
    if (!databaseMayExist(databaseUrl)) {
      throw new Error(
        `There is no database yet at ${databaseLocation(databaseUrl)}, so there is nothing to undo.`,
      )
    }
    const engine = engineOf(databaseUrl)
    const status = await migrationStatus(databaseUrl)
    assertUpgradable(status)
    const selected = selectToRevert(await readMigrations(engine), status.applied, target)
    const scripts = selected.map(
      (migration) =>
        `-- ${migration.name}\n${downScript(migration).trim()}\n${deleteRecordSql(migration.name)}`,
    )
    if (flags.sql)
      return sqlResult(scripts.map((script) => wrapInTransaction(engine, 'undo', script)).join('\n\n'))
    if (selected.length === 0) return { lines: ['There is nothing to undo.'], json: { undone: [] } }
    const what = selected.length === 1 ? selected[0]?.name : `${selected.length} migrations`
    await confirmLosses(`Undoing ${what} loses data`, await findLosses(databaseUrl, selected), { flags, log })
    const undone = await downgradeDatabase(databaseUrl, target)
    return { lines: undone.map((name) => `Undid ${name}.`), json: { undone } }
  },
}

function parseSteps(value: Flags[string]): number {
  if (value === undefined) return 1
  const steps = Number(value)
  if (!Number.isInteger(steps) || steps < 1)
    throw new Error(`-n ${String(value)}: give the number of migrations to undo, 1 or more.`)
  return steps
}

/** Tries the scripts for SQLite: the models are the same on both engines, and so is what is lost. */
async function findLosses(databaseUrl: string, selected: Migration[]): Promise<string[]> {
  if (!(await hasRows(databaseUrl))) return []
  const all = await readMigrations('sqlite')
  const newest = all.findIndex(({ name }) => name === selected[0]?.name)
  const base = all.slice(0, newest + 1).map(({ up }) => up)
  const losses: string[] = []
  for (const { name } of selected) {
    const down = downScript(all.find((migration) => migration.name === name) as Migration)
    losses.push(...(await findDataLoss(base, down)))
    base.push(down)
  }
  return losses
}
