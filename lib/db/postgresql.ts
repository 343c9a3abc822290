import { PrismaPg } from '@prisma/adapter-pg'
import { env } from '../env'
import { PrismaClient } from './generated/postgresql/client'

/** Milliseconds that a request waits for a free connection: 200 requests share ten connections on a slow machine. */
const connectionTimeout = 15_000

/** Statements that are prepared per connection. */
const namedStatementLimit = 200

/** An unnamed statement; PostgreSQL replaces it with the next one. */
const unnamed = ''

/**
 * Opens one pooled client for reading and writing. The pool serves requests first in, first out.
 * @param url `postgresql://…`; the parameter `connection_limit` sets the size of the pool (default 10, and 3 on hosts that
 *   run functions, where a process serves few requests at a time). `pgbouncer=true` leaves statements unnamed, for poolers
 *   that give each transaction another connection.
 */
export function openPostgresql(url: string) {
  const { searchParams } = new URL(url)
  const max = Number(searchParams.get('connection_limit') ?? (env.functionHost ? 3 : 10))
  const statementNameGenerator = searchParams.get('pgbouncer') === 'true' ? undefined : createStatementNames()
  return new PrismaClient({
    adapter: new PrismaPg(
      { connectionString: url, max, connectionTimeoutMillis: connectionTimeout, onConnect: configure },
      { statementNameGenerator },
    ),
    // The pool limits the wait, with a clearer error than Prisma's.
    transactionOptions: { maxWait: connectionTimeout + 5_000, timeout: 15_000 },
  })
}

/**
 * PostgreSQL compiles statements with a high estimated cost, which can take longer than to run them. Ours read few rows,
 * whatever the estimate. A pooler that gives each transaction another connection needs the setting on its side.
 */
async function configure(client: { query: (sql: string) => unknown }): Promise<void> {
  await client.query('SET jit = off')
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
