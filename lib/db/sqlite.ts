import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, SqlQuery, Transaction } from '@prisma/driver-adapter-utils'
import type BetterSqlite3 from 'better-sqlite3'
import { sqliteFile } from '../env/database-location'
import { PrismaClient } from './generated/sqlite/client'
import { observeAdapter } from './observe-adapter'
import { keepSqliteFilePrivate } from './private-files.mjs'
import { WriteLock } from './write-lock'

// The reasons are in docs/decisions/004.
const pragmas = [
  // For every statement but BEGIN, which waits in WriteLock.
  'busy_timeout = 10000',
  'synchronous = NORMAL',
  'foreign_keys = ON',
  'cache_size = -16000',
  'temp_store = MEMORY',
]

/** Prepared statements kept per connection. */
const statementCacheSize = 200

/** Milliseconds that a write waits before it fails. */
const defaultWriteTimeout = 15_000

/**
 * Opens a database file.
 * @param url `file:` and a path
 * @param writeTimeout milliseconds that a write may wait before it fails with DatabaseBusyError
 */
export function openSqlite(url: string, writeTimeout = defaultWriteTimeout) {
  return new PrismaClient({
    adapter: new SqliteAdapter(url, writeTimeout),
    // WriteLock limits the wait, with a clearer error than Prisma's. A transaction that holds the lock too long loses it.
    transactionOptions: { maxWait: writeTimeout + 5_000, timeout: 15_000 },
  })
}

/**
 * Prisma's adapter on two connections: one reads, the other runs every transaction. On a single connection every read
 * of the process would see the uncommitted changes of an open transaction.
 */
class SqliteAdapter extends PrismaBetterSqlite3 {
  readonly #file: string
  readonly #writeTimeout: number

  constructor(url: string, writeTimeout: number) {
    super({ url })
    this.#file = sqliteFile(url)
    this.#writeTimeout = writeTimeout
  }

  override async connect() {
    keepSqliteFilePrivate(this.#file)
    const [reader, writer] = [await super.connect(), await super.connect()]
    const lock = new WriteLock(clientOf(writer), this.#writeTimeout)
    const { queryRaw, executeRaw, dispose } = boundMethods(reader)
    const close = async () => {
      await dispose()
      await writer.dispose()
    }
    try {
      // SQLite ignores the busy timeout here: it fails at once while another process writes to a file not yet in WAL.
      await lock.retryUntilFree(() => clientOf(writer).pragma('journal_mode = WAL'))
    } catch (error) {
      await close()
      throw error
    }
    const isWrite = configureClient(clientOf(reader))
    configureClient(clientOf(writer))
    const startTransaction = lockedTransactions(writer, lock)
    const adapter = Object.assign(reader, {
      startTransaction,
      queryRaw: (query: SqlQuery) => {
        lock.retryNow()
        return isWrite(query)
          ? runInOwnTransaction(startTransaction, (tx) => tx.queryRaw(query))
          : queryRaw(query)
      },
      executeRaw: (query: SqlQuery) =>
        isWrite(query)
          ? runInOwnTransaction(startTransaction, (tx) => tx.executeRaw(query))
          : executeRaw(query),
      dispose: close,
    })
    return observeAdapter(adapter)
  }
}

function clientOf(adapter: SqlDriverAdapter): BetterSqlite3.Database {
  return (adapter as unknown as { client: BetterSqlite3.Database }).client
}

function boundMethods(adapter: SqlDriverAdapter) {
  return {
    queryRaw: adapter.queryRaw.bind(adapter),
    executeRaw: adapter.executeRaw.bind(adapter),
    dispose: adapter.dispose.bind(adapter),
  }
}

/**
 * Sets the pragmas of a connection and makes it cache its prepared statements.
 * @returns a predicate for statements that would change the database
 */
function configureClient(client: BetterSqlite3.Database): (query: SqlQuery) => boolean {
  for (const pragma of pragmas) client.pragma(pragma)
  const prepare = client.prepare.bind(client)
  const cache = new Map<string, ReturnType<typeof cachedStatement>>()
  const prepareCached = (sql: string) => {
    const cached = cache.get(sql)
    if (cached) return cached
    const statement = cachedStatement(prepare(sql))
    if (cache.size >= statementCacheSize) cache.delete(cache.keys().next().value as string)
    cache.set(sql, statement)
    return statement
  }
  // WriteLock has already begun the transaction when Prisma's adapter runs BEGIN.
  const noOp = { run: () => {} }
  client.prepare = ((sql: string) =>
    sql === 'BEGIN' ? noOp : prepareCached(sql)) as unknown as typeof client.prepare
  return ({ sql }) => {
    try {
      return prepareCached(sql).isWrite
    } catch {
      // Invalid SQL; running it reports what is wrong.
      return false
    }
  }
}

/**
 * The part of a statement that the adapter uses. better-sqlite3 binds parameters to a statement permanently, but a
 * cached statement is used with others next time; so they are passed to each call instead.
 */
function cachedStatement(statement: BetterSqlite3.Statement<unknown[]>) {
  return {
    isWrite: !statement.readonly,
    bind: (args: unknown[]) => ({
      reader: statement.reader,
      columns: () => statement.columns(),
      raw: () => ({ all: () => statement.raw().all(args) }),
      run: () => statement.run(args),
    }),
  }
}

type StartTransaction = SqlDriverAdapter['startTransaction']

/** Starts transactions that acquire the lock first and release it after commit or rollback, even if these fail. */
function lockedTransactions(writer: SqlDriverAdapter, lock: WriteLock): StartTransaction {
  return async (level) => {
    const release = await lock.begin()
    try {
      const tx = await writer.startTransaction(level)
      for (const method of ['commit', 'rollback'] as const) {
        const original = tx[method].bind(tx)
        tx[method] = () => original().finally(release)
      }
      return tx
    } catch (error) {
      release()
      throw error
    }
  }
}

/**
 * Runs a write outside a transaction in a separate transaction. On the reading connection it would wait for
 * an open transaction of this process with the event loop blocked, so that the transaction could never end.
 */
async function runInOwnTransaction<T>(
  start: StartTransaction,
  run: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const tx = await start()
  try {
    const result = await run(tx)
    await tx.executeRaw({ sql: 'COMMIT', args: [], argTypes: [] })
    return result
  } finally {
    // Releases the lock, and rolls back unless the commit succeeded.
    await tx.rollback()
  }
}
