import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/postgresql/client'

/** Milliseconds that a request waits for a free connection. The pool serves in the order of arrival. */
const patience = 15_000

const keptStatements = 200

/**
 * Opens one pooled client for reading and writing.
 * @param url `postgresql://…`; its `connection_limit` parameter sets the size of the pool (default 10).
 */
export function openPostgresql(url: string) {
  const max = Number(new URL(url).searchParams.get('connection_limit') ?? 10)
  return new PrismaClient({
    adapter: new PrismaPg(
      // Long enough for two hundred requests at once on a slow machine, which share ten connections.
      { connectionString: url, max, connectionTimeoutMillis: patience },
      { statementNameGenerator: statementNames() },
    ),
    // The pool counts the wait and says what it was for; Prisma would say less.
    transactionOptions: { maxWait: patience + 5_000, timeout: 15_000 },
  })
}

/**
 * A statement with a name is parsed and planned once a connection, which halves the time of a feed (docs/decisions/004).
 * The first statements get one; those that come after are rare, such as lists of another length.
 */
function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= keptStatements) return unnamed
    const name = `roost_${names.size + 1}`
    names.set(sql, name)
    return name
  }
}

/** To PostgreSQL, the statement that the next one replaces. */
const unnamed = ''
