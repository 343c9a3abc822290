import { stampDatabase, stampSql } from '../migrations/stamp'
import { type Command, sqlResult } from './command'

export const stamp: Command = {
  summary: 'record a database as being at a migration, without running anything',
  usage: '<NAME|head|base> [--yes]',
  help: [
    'Adopts a database that was created by hand, by an older version or by another tool. Its tables must match',
    'those that the migration creates.',
    '  --yes   record it even when they differ',
  ],
  options: { yes: { type: 'boolean' } },
  args: { min: 1, max: 1 },
  run: async ({ url, args, flags }) => {
    const [target = ''] = args
    if (flags.sql) return sqlResult(await stampSql(await url(), target))
    const { recorded, forgotten } = await stampDatabase(await url(), target, { force: Boolean(flags.yes) })
    const removed = forgotten.filter((name) => !recorded.includes(name))
    const lines = [
      ...recorded.map((name) => `Recorded ${name} as applied.`),
      ...removed.map((name) => `Removed ${name} from the history.`),
    ]
    return {
      lines: lines.length > 0 ? lines : ['The history is already up to date.'],
      json: { recorded, forgotten },
    }
  },
}
