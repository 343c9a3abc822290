import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/postgresql/client'

/** Milliseconds that a request waits for a free connection. The pool serves in the order of arrival. */
const patience = 15_000

/**
 * Opens one pooled client for reading and writing.
 * @param url `postgresql://…`; its `connection_limit` parameter sets the size of the pool (default 10).
 */
export function openPostgresql(url: string) {
  const max = Number(new URL(url).searchParams.get('connection_limit') ?? 10)
  return new PrismaClient({
    // Long enough for two hundred requests at once on a slow machine, which share ten connections.
    adapter: new PrismaPg({ connectionString: url, max, connectionTimeoutMillis: patience }),
    // The pool counts the wait and says what it was for; Prisma would say less.
    transactionOptions: { maxWait: patience + 5_000, timeout: 15_000 },
  })
}
