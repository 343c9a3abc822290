import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, SqlQuery, Transaction } from '@prisma/driver-adapter-utils'
import type BetterSqlite3 from 'better-sqlite3'
import { sqliteFile } from './address'
import { PrismaClient } from './generated/sqlite/client'
import { keepSqliteFilePrivate } from './private-files.mjs'
import { WriteLock } from './write-lock'

// Why these: docs/decisions/004.
const pragmas = [
  // For all but BEGIN, which waits in WriteLock.
  'busy_timeout = 10000',
  'synchronous = NORMAL',
  'foreign_keys = ON',
  'cache_size = -16000',
  'temp_store = MEMORY',
]

const cachedStatements = 200

/** Milliseconds that a write waits for its turn before it is given up. */
const defaultPatience = 15_000

/**
 * The stock adapter on two connections: one reads, the other runs every transaction. On a single connection every
 * read of the process would see the uncommitted half of whatever transaction is open.
 */
class SqliteAdapter extends PrismaBetterSqlite3 {
  readonly #file: string
  readonly #patience: number

  constructor(url: string, patience: number) {
    super({ url })
    this.#file = sqliteFile(url)
    this.#patience = patience
  }

  override async connect() {
    keepSqliteFilePrivate(this.#file)
    const [reader, writer] = [await super.connect(), await super.connect()]
    const lock = new WriteLock(clientOf(writer), this.#patience)
    const { queryRaw, executeRaw, dispose } = methodsOf(reader)
    const close = async () => {
      await dispose()
      await writer.dispose()
    }
    try {
      // SQLite refuses this at once, whatever the timeout, when somebody writes to a file that is not WAL yet.
      await lock.whenFree(() => clientOf(writer).pragma('journal_mode = WAL'))
    } catch (error) {
      await close()
      throw error
    }
    const changes = prepareClient(clientOf(reader))
    prepareClient(clientOf(writer))
    const startTransaction = transactionsOf(writer, lock)
    return Object.assign(reader, {
      startTransaction,
      queryRaw: (query: SqlQuery) => {
        lock.knock()
        return changes(query) ? alone(startTransaction, (tx) => tx.queryRaw(query)) : queryRaw(query)
      },
      executeRaw: (query: SqlQuery) =>
        changes(query) ? alone(startTransaction, (tx) => tx.executeRaw(query)) : executeRaw(query),
      dispose: close,
    })
  }
}

const clientOf = (adapter: SqlDriverAdapter) =>
  (adapter as unknown as { client: BetterSqlite3.Database }).client

const methodsOf = (adapter: SqlDriverAdapter) => ({
  queryRaw: adapter.queryRaw.bind(adapter),
  executeRaw: adapter.executeRaw.bind(adapter),
  dispose: adapter.dispose.bind(adapter),
})

/**
 * Sets a connection up and keeps its prepared statements.
 * @returns whether a statement would change the database
 */
function prepareClient(client: BetterSqlite3.Database): (query: SqlQuery) => boolean {
  for (const pragma of pragmas) client.pragma(pragma)
  const prepare = client.prepare.bind(client)
  const kept = new Map<string, ReturnType<typeof bindable>>()
  const keep = (sql: string) => {
    const known = kept.get(sql)
    if (known) return known
    const statement = bindable(prepare(sql))
    if (kept.size >= cachedStatements) kept.delete(kept.keys().next().value as string)
    kept.set(sql, statement)
    return statement
  }
  // WriteLock has begun already when the stock adapter says BEGIN.
  const begun = { run: () => {} }
  client.prepare = ((sql: string) =>
    sql === 'BEGIN' ? begun : keep(sql)) as unknown as typeof client.prepare
  return ({ sql }) => {
    try {
      return keep(sql).changes
    } catch {
      // Running it says what is wrong with it.
      return false
    }
  }
}

/** What the adapter uses of a statement. better-sqlite3 binds a statement for good, but a kept one is used again. */
const bindable = (statement: BetterSqlite3.Statement<unknown[]>) => ({
  changes: !statement.readonly,
  bind: (args: unknown[]) => ({
    reader: statement.reader,
    columns: () => statement.columns(),
    raw: () => ({ all: () => statement.raw().all(args) }),
    run: () => statement.run(args),
  }),
})

type StartTransaction = SqlDriverAdapter['startTransaction']

/** Transactions that wait for the lock, and let go of it whichever way they end. */
function transactionsOf(writer: SqlDriverAdapter, lock: WriteLock): StartTransaction {
  return async (level) => {
    const end = await lock.begin()
    try {
      const tx = await writer.startTransaction(level)
      for (const verb of ['commit', 'rollback'] as const) {
        const stock = tx[verb].bind(tx)
        tx[verb] = () => stock().finally(end)
      }
      return tx
    } catch (error) {
      end()
      throw error
    }
  }
}

/**
 * Runs a changing statement that belongs to no transaction as one of its own. On the reading connection it would wait
 * for an open transaction of this very process, and stop the event loop that the transaction needs to end.
 */
async function alone<T>(start: StartTransaction, run: (tx: Transaction) => Promise<T>): Promise<T> {
  const tx = await start()
  try {
    const result = await run(tx)
    await tx.executeRaw({ sql: 'COMMIT', args: [], argTypes: [] })
    return result
  } finally {
    // Lets go of the lock; takes back what is not committed.
    await tx.rollback()
  }
}

/**
 * Opens a database file.
 * @param url `file:` and a path
 * @param patience milliseconds that a write may wait for its turn, before DatabaseBusyError
 */
export function openSqlite(url: string, patience = defaultPatience) {
  return new PrismaClient({
    adapter: new SqliteAdapter(url, patience),
    // WriteLock counts the wait; Prisma would count it too and say less. Who holds the lock too long loses it.
    transactionOptions: { maxWait: patience + 5_000, timeout: 15_000 },
  })
}
