import { redactedUrl } from '../../../lib/env/database-location'
import { databaseUrlProblem, normalDatabaseUrl } from '../../../lib/env/database-url'
import { formatDuration, formatRowCounts } from '../../cli/format'
import { loadSettings } from '../../cli/load-settings'
import { withProgressBar } from '../../cli/progress-bar'
import { transfer as copyDatabase, transferScript } from '../transfer/transfer'
import { type Flags, sqlAnswer, type Verb } from './command'

export const transfer: Verb = {
  summary: 'copy everything between two databases, of either engine',
  usage: '--from URL --to URL',
  help: [
    'All rows with their ids and times, and the sequences: all of it arrives, or nothing. The target has to be empty;',
    'its tables are made. Stop the server first: what it writes meanwhile stays behind. Uploaded pictures are no part',
    'of the database and stay where they are.',
    '  --from URL  file:/path/to/roost.db or postgresql://user:password@host/database',
    '  --to URL    the same; a missing SQLite file is made',
  ],
  options: { from: { type: 'string' }, to: { type: 'string' } },
  names: { min: 0, max: 0 },
  run: async ({ flags }) => {
    const [from, to] = [addressOf('from', flags), addressOf('to', flags)]
    if (flags.sql) return sqlAnswer(await transferScript(from, to))
    const started = Date.now()
    const rows = await withProgressBar(Boolean(flags.json), 'rows', (onProgress) =>
      copyDatabase(from, to, onProgress),
    )
    const took = Date.now() - started
    // The copy is done: a store that does not answer now is no failure of it.
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

/** Checked as DATABASE_URL is; the message never repeats a part of it, which may be the password. */
function addressOf(name: 'from' | 'to', flags: Flags): string {
  const url = String(flags[name] ?? '').trim()
  if (url === '') throw new Error(`--${name} is missing; try: npm run db -- transfer --help`)
  const problem = databaseUrlProblem(url)
  if (problem) throw new Error(`--${name} ${problem}.`)
  return normalDatabaseUrl(url)
}

async function hasPictures(): Promise<boolean> {
  await loadSettings()
  const { storage } = await import('../../../lib/storage/storage')
  for await (const _ of storage.list()) return true
  return false
}
