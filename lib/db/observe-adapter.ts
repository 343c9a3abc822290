import type { SqlDriverAdapter, SqlQuery, SqlQueryable, Transaction } from '@prisma/driver-adapter-utils'
import { telemetry } from '../telemetry/current'
import { limitingLaterReads, markingOutages } from './outage'

/** Makes an adapter throw DatabaseUnavailableError during an outage, and record its statements as spans; mutates it. */
export function observeAdapter<Adapter extends SqlDriverAdapter>(adapter: Adapter): Adapter {
  observeQueries(adapter, adapter.provider)
  limitReads(adapter)
  const start = adapter.startTransaction.bind(adapter)
  adapter.startTransaction = (level) =>
    markingOutages(async () => observeQueries(await start(level), adapter.provider))
  return adapter
}

/**
 * Only outside transactions: a statement that continues after its limit must not be part of a transaction that commits.
 */
function limitReads(adapter: SqlDriverAdapter): void {
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = (query) => markingOutages(() => limitingLaterReads(() => queryRaw(query)))
}

function observeQueries<Queryable extends SqlQueryable | Transaction>(
  target: Queryable,
  system: string,
): Queryable {
  const queryRaw = target.queryRaw.bind(target)
  const executeRaw = target.executeRaw.bind(target)
  const observe = <T>({ sql }: SqlQuery, run: () => Promise<T>) =>
    markingOutages(() => telemetry()?.runStatement(sql, system, run) ?? run())
  return Object.assign(target, {
    queryRaw: (query: SqlQuery) => observe(query, () => queryRaw(query)),
    executeRaw: (query: SqlQuery) => observe(query, () => executeRaw(query)),
  })
}
