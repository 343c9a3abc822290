import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type BetterSqlite3 from 'better-sqlite3'
import { PrismaClient } from './generated/sqlite/client'

const pragmas = [
  'journal_mode = WAL',
  // NORMAL under WAL survives a killed process; only a power cut may lose the last commits (docs/decisions/004).
  'synchronous = NORMAL',
  'busy_timeout = 10000',
  'foreign_keys = ON',
  'cache_size = -16000',
  'temp_store = MEMORY',
]

const cachedStatements = 200

/**
 * The stock adapter with two changes: write transactions begin IMMEDIATE, so that two processes queue at the
 * start and never deadlock in the middle, and prepared statements are kept.
 */
class SqliteAdapter extends PrismaBetterSqlite3 {
  override async connect() {
    const adapter = await super.connect()
    const { client } = adapter as unknown as { client: BetterSqlite3.Database }
    for (const pragma of pragmas) client.pragma(pragma)
    const prepare = client.prepare.bind(client)
    const kept = new Map<string, ReturnType<typeof bindable>>()
    const begin = { run: () => beginImmediate(client) }
    client.prepare = ((sql: string) => {
      if (sql === 'BEGIN') return begin
      const known = kept.get(sql)
      if (known) return known
      const statement = bindable(prepare(sql))
      if (kept.size >= cachedStatements) kept.delete(kept.keys().next().value as string)
      kept.set(sql, statement)
      return statement
    }) as unknown as typeof client.prepare
    return adapter
  }
}

/** The adapter never lets go of its lock when BEGIN throws: the first write reports that the database stayed busy. */
function beginImmediate(client: BetterSqlite3.Database): void {
  try {
    client.exec('BEGIN IMMEDIATE')
  } catch {
    client.exec('BEGIN')
  }
}

/** What the adapter uses of a statement. better-sqlite3 binds a statement for good, but a kept one is used again. */
const bindable = (statement: BetterSqlite3.Statement<unknown[]>) => ({
  bind: (args: unknown[]) => ({
    reader: statement.reader,
    columns: () => statement.columns(),
    raw: () => ({ all: () => statement.raw().all(args) }),
    run: () => statement.run(args),
  }),
})

/**
 * Opens two connections: one for reading, one for write transactions. On a single connection every read of the
 * process would see the uncommitted half of whatever transaction is open.
 * @param url `file:` and a path.
 */
export function openSqlite(url: string) {
  const open = () => new PrismaClient({ adapter: new SqliteAdapter({ url }), transactionOptions })
  return { reader: open(), writer: open() }
}

/** Milliseconds that a write may wait for its turn, and may take. */
const transactionOptions = { maxWait: 15_000, timeout: 15_000 }
