import type { SqlQuery, Transaction } from '@prisma/driver-adapter-utils'
import { expect, test } from 'vitest'
import { inSequence } from './sequential-transaction'

const statement = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] })

test('sends statements of a transaction sequentially, also after a failure', async () => {
  const steps: string[] = []
  const run = async ({ sql }: SqlQuery) => {
    steps.push(`send ${sql}`)
    await new Promise(setImmediate)
    steps.push(`end ${sql}`)
    if (sql === 'b') throw new Error('b failed')
    return 1
  }
  const transaction = inSequence({ queryRaw: run, executeRaw: run } as unknown as Transaction)
  const results = await Promise.allSettled([
    transaction.executeRaw(statement('a')),
    transaction.queryRaw(statement('b')),
    transaction.executeRaw(statement('c')),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(steps).toEqual(['send a', 'end a', 'send b', 'end b', 'send c', 'end c'])
})
