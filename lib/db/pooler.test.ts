import { expect, onTestFinished, test } from 'vitest'
import { databaseUrl } from '../env'
import { engine } from './db'
import { openPostgresql } from './postgresql'

/** A client with a single connection. */
function openOne(parameters: string) {
  const url = new URL(databaseUrl)
  url.search = `connection_limit=1&${parameters}`
  const client = openPostgresql(url.href)
  onTestFinished(() => client.$disconnect())
  return client
}

/** The number of statements that the only connection of a client has prepared after a query. */
async function countPrepared(parameters: string): Promise<number> {
  const client = openOne(parameters)
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

/** The settings that a new connection has changed with SET. */
async function changedSettings(parameters: string): Promise<string[]> {
  const rows = await openOne(parameters).$queryRaw<{ name: string }[]>`
    SELECT name FROM pg_settings WHERE source = 'session'`
  return rows.map(({ name }) => name)
}

test.runIf(engine === 'postgresql')(
  'with pgbouncer=true no setting is changed, which would stay on a connection that others use',
  async () => {
    expect(await changedSettings('pgbouncer=true')).toEqual([])
    expect(await changedSettings('')).toEqual(['jit'])
  },
)
