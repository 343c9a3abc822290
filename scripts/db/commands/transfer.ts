import { redactedUrl } from '../../../lib/env/database-location'
import { findDatabaseUrlProblem, normalizeDatabaseUrl } from '../../../lib/env/database-url'
import { formatDuration, formatRowCounts } from '../../cli/format'
import { loadSettings } from '../../cli/load-settings'
import { withProgressBar } from '../../cli/progress-bar'
import { transferDatabase, transferSql } from '../transfer/transfer'
import { type Command, type Flags, noArguments, sqlResult } from './command'

export const transfer: Command = {
  summary: 'copy all rows from one database to another, of either engine',
  usage: '--from URL --to URL',
  help: [
    'Copies all rows with their ids and times, and the sequences: everything, or nothing. The target must be empty;',
    'its tables are created. Stop the server first: what it writes during the transfer is not copied. Uploaded pictures are not',
    'in the database and stay where they are.',
    '  --from URL  file:/path/to/roost.db or postgresql://user:password@host/database',
    '  --to URL    the same; a missing SQLite file is created',
  ],
  options: { from: { type: 'string' }, to: { type: 'string' } },
  args: noArguments,
  run: async ({ flags }) => {
    const [from, to] = [parseUrl('from', flags), parseUrl('to', flags)]
    if (flags.sql) return sqlResult(await transferSql(from, to))
    const started = Date.now()
    const rows = await withProgressBar(Boolean(flags.json), 'rows', (onProgress) =>
      transferDatabase(from, to, onProgress),
    )
    const took = Date.now() - started
    // The copy is complete: a storage that does not answer now must not make the command fail.
    const pictures = await hasPictures().catch(() => true)
    return {
      lines: [
        `Copied ${formatRowCounts(rows)} to ${redactedUrl(to)} in ${formatDuration(took)}.`,
        `Set DATABASE_URL to it and start the server.${pictures ? ' Uploaded pictures stay where they are.' : ''}`,
      ],
      json: { from: redactedUrl(from), to: redactedUrl(to), rows, pictures, took },
    }
  },
}

/** Validates a URL as lib/env.ts does DATABASE_URL. The message contains no part of it, which may be the password. */
function parseUrl(name: 'from' | 'to', flags: Flags): string {
  const url = String(flags[name] ?? '').trim()
  if (url === '') throw new Error(`--${name} is missing; try: npm run db -- transfer --help`)
  const problem = findDatabaseUrlProblem(url)
  if (problem) throw new Error(`--${name} ${problem}.`)
  return normalizeDatabaseUrl(url)
}

async function hasPictures(): Promise<boolean> {
  await loadSettings()
  const { storage } = await import('../../../lib/storage/storage')
  for await (const _ of storage.list()) return true
  return false
}
