import { parseArgs } from 'node:util'
import { shownAddress } from '../../lib/db/address'
import { transfer, transferScript } from '../../lib/db/transfer/transfer'
import { databaseUrlProblem, normalDatabaseUrl } from '../../lib/env/database-url'
import { loadSettings, shownRows, shownSeconds, withBar } from './terminal'

const usage = `npm run db -- transfer --from URL --to URL

  Copies everything from one database to another, between SQLite and PostgreSQL in either direction or within one:
  all rows with their ids and times, and the sequences. All of it arrives, or nothing. The target has to be empty; its
  tables are made. Stop the server first: what it writes meanwhile stays behind.

  --from URL  file:/path/to/roost.db or postgresql://user:password@host/database
  --to URL    the same; a missing SQLite file is made
  --sql       print the statements instead of running them
  --json      print one line of JSON, with --sql as well

Uploaded pictures are no part of the database and stay where they are.`

/**
 * The verb `transfer` of `npm run db`.
 * @throws Error in one sentence
 */
export async function transferCommand(args: string[]): Promise<void> {
  const { json = false, sql, help, ...flags } = flagsOf(args)
  if (help) return console.log(usage)
  const [from, to] = [addressOf('--from', flags.from), addressOf('--to', flags.to)]
  if (sql) {
    const script = await transferScript(from, to)
    return console.log(json ? JSON.stringify({ sql: script }) : script)
  }

  const started = Date.now()
  const rows = await withBar(json, 'rows', (onProgress) => transfer(from, to, onProgress))
  const took = Date.now() - started
  // The copy is done: a store that does not answer now is no failure of it.
  const pictures = await hasPictures().catch(() => true)
  if (json)
    return console.log(
      JSON.stringify({ from: shownAddress(from), to: shownAddress(to), rows, pictures, took }),
    )
  console.log(`Copied ${shownRows(rows)} to ${shownAddress(to)} in ${shownSeconds(took)}.`)
  console.log(
    `Set DATABASE_URL to it and start the server.${pictures ? ' Uploaded pictures stay where they are.' : ''}`,
  )
}

function flagsOf(args: string[]) {
  try {
    const [text, mark] = [{ type: 'string' } as const, { type: 'boolean' } as const]
    return parseArgs({ args, options: { from: text, to: text, json: mark, sql: mark, help: mark } }).values
  } catch (error) {
    const [reason] = (error as Error).message.split('. ')
    throw new Error(`${reason?.replace(/\.$/, '')}; try: npm run db -- transfer --help`)
  }
}

/** Checked as DATABASE_URL is; the message never repeats a part of it, which may be the password. */
function addressOf(flag: string, text = ''): string {
  const url = text.trim()
  if (url === '') throw new Error(`${flag} is missing; try: npm run db -- transfer --help`)
  const problem = databaseUrlProblem(url)
  if (problem) throw new Error(`${flag} ${problem}.`)
  return normalDatabaseUrl(url)
}

async function hasPictures(): Promise<boolean> {
  await loadSettings()
  const { storage } = await import('../../lib/storage/storage')
  for await (const _ of storage.list()) return true
  return false
}
