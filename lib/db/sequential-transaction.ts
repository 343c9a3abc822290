import type { SqlQuery, Transaction } from '@prisma/driver-adapter-utils'

/**
 * Makes a transaction send each statement after the result of the previous one; mutates it. Prisma sends the statements of
 * several relations at once, but a connection runs one at a time, and pg 9 will refuse the others.
 */
export function inSequence(transaction: Transaction): Transaction {
  let last: Promise<unknown> = Promise.resolve()
  const queue = <T>(run: () => Promise<T>): Promise<T> => {
    const result = last.then(run, run)
    last = result
    return result
  }
  const queryRaw = transaction.queryRaw.bind(transaction)
  const executeRaw = transaction.executeRaw.bind(transaction)
  return Object.assign(transaction, {
    queryRaw: (query: SqlQuery) => queue(() => queryRaw(query)),
    executeRaw: (query: SqlQuery) => queue(() => executeRaw(query)),
  })
}
