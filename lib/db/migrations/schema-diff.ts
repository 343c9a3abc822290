import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import type { Engine } from '../address'
import { withSchemaEngine } from './schema-engine'

/**
 * The SQL that turns one Prisma schema into another; needs no database.
 * @param from, to the text of a schema for `engine`; null is an empty database
 * @returns null when the two make the same tables
 */
export async function schemaDiff(
  engine: Engine,
  from: string | null,
  to: string | null,
): Promise<string | null> {
  const target = (content: string | null) =>
    content === null
      ? { tag: 'empty' as const }
      : { tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content }] }
  return withSchemaEngine(dialectOnly(engine), to ?? from ?? '', async (schemaEngine) => {
    const result = await schemaEngine.diff({
      from: target(from),
      to: target(to),
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    })
    // PostgreSQL's own schema is there already, and saying so takes a right that the user may not have.
    return result.exitCode === 0
      ? null
      : (result.stdout ?? '').replace('-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n', '')
  })
}

function dialectOnly(engine: Engine) {
  return engine === 'sqlite' ? new PrismaBetterSqlite3({ url: ':memory:' }) : new PostgresqlDialect()
}

/** Comparing schemas asks PostgreSQL only for its version, which this answers without a server. */
class PostgresqlDialect extends PrismaPg {
  constructor() {
    super({ host: 'localhost', max: 1 })
  }

  override async connect() {
    const connection = await super.connect()
    connection.queryRaw = async () => ({
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, 'PostgreSQL 15.0', 150_000]],
    })
    return connection
  }
}
