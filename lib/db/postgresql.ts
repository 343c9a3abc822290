import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/postgresql/client'

/**
 * Opens one pooled client for reading and writing.
 * @param url `postgresql://…`; its `connection_limit` parameter sets the size of the pool (default 10).
 */
export function openPostgresql(url: string) {
  const max = Number(new URL(url).searchParams.get('connection_limit') ?? 10)
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max, connectionTimeoutMillis: 5000 }),
    transactionOptions: { maxWait: 15_000, timeout: 15_000 },
  })
}
