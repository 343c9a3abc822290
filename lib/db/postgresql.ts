import { PrismaPg } from '@prisma/adapter-pg'
import { env } from '../env'
import { PrismaClient } from './generated/postgresql/client'
import { observeAdapter } from './observe-adapter'
import { connectionTimeout, openPool, usesTransactionPooler } from './postgresql-pool'
import { inSequence } from './sequential-transaction'

/** Statements that are prepared per connection. */
const namedStatementLimit = 200

/** An unnamed statement; PostgreSQL replaces it with the next one. */
const unnamed = ''

/**
 * Opens one pooled client for reading and writing.
 * @param url `postgresql://…`; the parameter `connection_limit` sets the size of the pool (default 10, and 3 on hosts that
 *   run functions, where a process serves few requests at a time). `pgbouncer=true` leaves statements unnamed and
 *   connections as they are, for poolers that give each transaction another connection.
 */
export function openPostgresql(url: string) {
  const { searchParams } = new URL(url)
  const max = Number(searchParams.get('connection_limit') ?? (env.functionHost ? 3 : 10))
  const statementNameGenerator = usesTransactionPooler(url) ? undefined : createStatementNames()
  return new PrismaClient({
    adapter: new PostgresqlAdapter(openPool(url, max), {
      statementNameGenerator,
      disposeExternalPool: true,
    }),
    // The pool limits the wait, with a clearer error than Prisma's.
    transactionOptions: { maxWait: connectionTimeout + 5_000, timeout: 15_000 },
  })
}

class PostgresqlAdapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect()
    const start = adapter.startTransaction.bind(adapter)
    adapter.startTransaction = async (level) => inSequence(await start(level))
    return observeAdapter(adapter)
  }
}

/**
 * Names statements, so that each connection parses and plans them once; this halves the time of a feed
 * (docs/decisions/004). Only the first statements get a name: later ones are rare, such as lists of another length.
 */
function createStatementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= namedStatementLimit) return unnamed
    const name = `roost_${names.size + 1}`
    names.set(sql, name)
    return name
  }
}
