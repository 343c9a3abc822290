import { expect, onTestFinished, test } from 'vitest'
import { databaseUrl } from '../env'
import { engine } from './db'
import { openPostgresql } from './postgresql'

/** The number of statements that the only connection of a client has prepared after a query. */
async function countPrepared(parameters: string): Promise<number> {
  const url = new URL(databaseUrl)
  url.search = `connection_limit=1&${parameters}`
  const client = openPostgresql(url.href)
  onTestFinished(() => client.$disconnect())
  await client.user.count()
  const [row] = await client.$queryRaw<{ count: bigint }[]>`SELECT COUNT(*) FROM pg_prepared_statements`
  return Number(row?.count)
}

test.runIf(engine === 'postgresql')(
  'with pgbouncer=true no statement is prepared by name, which a pooler would send to another connection',
  async () => {
    expect(await countPrepared('pgbouncer=true')).toBe(0)
    expect(await countPrepared('')).toBeGreaterThan(0)
  },
)
