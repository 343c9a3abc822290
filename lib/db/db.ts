import { databaseUrl } from '../env'
import { engineOf } from './address'
import type { PrismaClient, Prisma as PrismaTypes } from './generated/sqlite/client'

export { Prisma } from './generated/sqlite/client'

/** Both engines offer the same client; its type is generated once, from the schema for SQLite. */
export type Db = PrismaClient
export type Transaction = PrismaTypes.TransactionClient

export const engine = engineOf(databaseUrl)

async function open(): Promise<Db> {
  if (engine === 'sqlite') return (await import('./sqlite')).openSqlite(databaseUrl)
  return (await import('./postgresql')).openPostgresql(databaseUrl) as unknown as Db
}

// proxy.ts, the pages and the handlers are bundled apart; all of them share one set of connections.
const shared = globalThis as { roostDatabase?: Promise<Db> }
shared.roostDatabase ??= open()

/** For reading. Writes go through `transaction`. */
export const db: Db = await shared.roostDatabase

/** Runs `work` in one write transaction: all of it commits, or none. */
export function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.$transaction(work)
}

/** Closes every connection; for scripts and tests that must end. */
export async function closeDatabase(): Promise<void> {
  await db.$disconnect()
}

/**
 * Tells which unique column a write ran into.
 * @returns The first of `columns` (database names) that the refused constraint names, or null for other errors.
 */
export function violatedColumn<C extends string>(error: unknown, columns: readonly C[]): C | null {
  if (!(error instanceof Error) || (error as { code?: string }).code !== 'P2002') return null
  const meta = JSON.stringify((error as { meta?: unknown }).meta ?? {})
  return columns.find((column) => meta.includes(column)) ?? null
}
