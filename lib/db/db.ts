import { databaseUrl } from '../env'
import { engineOf } from './address'
import type { PrismaClient, Prisma as PrismaTypes } from './generated/sqlite/client'

export { Prisma } from './generated/sqlite/client'

/** Both engines offer the same client; its type is generated once, from the schema for SQLite. */
export type Db = PrismaClient
export type Transaction = PrismaTypes.TransactionClient

export const engine = engineOf(databaseUrl)

type Clients = { reader: Db; writer: Db }

async function open(): Promise<Clients> {
  if (engine === 'sqlite') return (await import('./sqlite')).openSqlite(databaseUrl)
  return (await import('./postgresql')).openPostgresql(databaseUrl) as unknown as Clients
}

// proxy.ts, the pages and the handlers are bundled apart; all of them share one set of connections.
const shared = globalThis as { roostDatabase?: Promise<Clients> }
shared.roostDatabase ??= open()
const clients = await shared.roostDatabase

/** For reading. Writes go through `transaction`. */
export const db: Db = clients.reader

/** Runs `work` in one write transaction: all of it commits, or none. */
export function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  return clients.writer.$transaction(work)
}

/** Closes every connection; for scripts and tests that must end. */
export async function closeDatabase(): Promise<void> {
  await clients.reader.$disconnect()
  if (clients.writer !== clients.reader) await clients.writer.$disconnect()
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
