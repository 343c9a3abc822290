import { databaseUrl } from '../env'
import { engineOf } from '../env/database-location'
import { log } from '../log/log'
import type { PrismaClient, Prisma as PrismaTypes } from './generated/sqlite/client'
import { markingOutages } from './outage'

export { Prisma } from './generated/sqlite/client'

/** The client has the same type on both engines: that generated from the SQLite schema. */
export type Db = PrismaClient
export type Transaction = PrismaTypes.TransactionClient

export const engine = engineOf(databaseUrl)

async function open(): Promise<Db> {
  if (engine === 'sqlite') return (await import('./sqlite')).openSqlite(databaseUrl)
  return (await import('./postgresql')).openPostgresql(databaseUrl) as unknown as Db
}

// proxy.ts, pages and handlers are separate bundles with a copy of this module each; they share one client.
const shared = globalThis as { roostDatabase?: Promise<Db> }
shared.roostDatabase ??= open()

/** For reads. Writes go through `transaction`. */
export const db: Db = await shared.roostDatabase

const effectsOf = new WeakMap<Transaction, (() => void)[]>()

/** Runs `work` in one write transaction: all of it commits, or nothing. */
export async function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  const effects: (() => void)[] = []
  // Prisma's own timeouts do not pass through the adapter.
  const result = await markingOutages(() =>
    db.$transaction((tx) => {
      effectsOf.set(tx, effects)
      return work(tx)
    }),
  )
  for (const effect of effects) runEffect(effect)
  return result
}

/** The transaction has committed: an error of an effect must not look like one of the transaction. */
function runEffect(effect: () => void): void {
  try {
    effect()
  } catch (err) {
    log.error({ event: 'db.after-commit', err }, 'a change was committed, but not announced')
  }
}

/** Calls `effect` after the transaction has committed, and not when it is rolled back. */
export function afterCommit(tx: Transaction, effect: () => void): void {
  const effects = effectsOf.get(tx)
  if (!effects) throw new Error('the transaction was not started by transaction()')
  effects.push(effect)
}

/** Closes all connections, so that a script or test can exit. */
export async function closeDatabase(): Promise<void> {
  await db.$disconnect()
}

/**
 * Finds the unique column that a write has violated.
 * @param columns candidates, by their names in the database
 * @returns the first candidate that the violated constraint names; null for any other error
 */
export function violatedColumn<C extends string>(error: unknown, columns: readonly C[]): C | null {
  if (!(error instanceof Error) || (error as { code?: string }).code !== 'P2002') return null
  const meta = JSON.stringify((error as { meta?: unknown }).meta ?? {})
  return columns.find((column) => meta.includes(column)) ?? null
}
