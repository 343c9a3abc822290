import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import type { Engine } from '../../../../lib/env/database-location'
import { withSchemaEngine } from './schema-engine'

/**
 * The SQL that turns one Prisma schema into another. Needs no database.
 * @param from the text of a schema for `engine`; null for an empty database
 * @param to the text of a schema for `engine`
 * @returns null when both create the same tables
 * @throws Error in one line when a schema is invalid
 */
export async function diffSchemas(engine: Engine, from: string | null, to: string): Promise<string | null> {
  const target = (content: string | null) =>
    content === null
      ? { tag: 'empty' as const }
      : { tag: 'schemaDatamodel' as const, files: [{ path: 'schema.prisma', content }] }
  const diff = withSchemaEngine(dialectAdapter(engine), to, async (schemaEngine) => {
    const result = await schemaEngine.diff({
      from: target(from),
      to: target(to),
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    })
    if (result.exitCode === 0) return null
    const script = result.stdout ?? ''
    return engine === 'sqlite' ? script : correctPostgresqlScript(script)
  })
  return diff.catch((error: Error) => {
    throw new Error(firstProblem(error.message), { cause: error })
  })
}

/** The SQL that creates all tables of a schema in an empty database. */
export async function createSchemaSql(engine: Engine, schema: string): Promise<string> {
  return (await diffSchemas(engine, null, schema)) ?? ''
}

/** Prisma reports all problems of a schema in many lines; this is the first one. */
function firstProblem(message: string): string {
  const reason = /error: (.+)/.exec(message)?.[1]
  const line = /-->\s+\S*?:(\d+)/.exec(message)?.[1]
  return reason ? `prisma/schema.prisma${line ? `, line ${line}` : ''}: ${reason}` : message
}

function correctPostgresqlScript(script: string): string {
  return (
    script
      // The schema exists, and this statement requires a privilege that the user may not have.
      .replace('-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n', '')
      // Each migration runs in one transaction, which its runner begins and ends.
      .replace(/^(BEGIN|COMMIT);\n/gm, '')
      // SERIAL is only valid for new columns.
      .replace(
        /SET DATA TYPE (BIG|SMALL)?SERIAL\b/g,
        (_, size = '') => `SET DATA TYPE ${size || 'INTEGER'}${size ? 'INT' : ''}`,
      )
      .replace(/^CREATE SEQUENCE (?!IF )/gm, 'CREATE SEQUENCE IF NOT EXISTS ')
      // Without a database, Prisma cannot determine the name of the sequence.
      .replace(
        /(ALTER TABLE "(\w+)"[^;]*ALTER COLUMN "(\w+)" DROP DEFAULT[^;]*;\n)DROP SEQUENCE "";/g,
        '$1DROP SEQUENCE IF EXISTS "$2_$3_seq";',
      )
      // A new sequence must start after the ids of the existing rows.
      .replace(
        /^ALTER SEQUENCE (\w+) OWNED BY "(\w+)"\."(\w+)";$/gm,
        `$&\nSELECT setval('$1', (SELECT coalesce(max("$3"), 0) + 1 FROM "$2"), false);`,
      )
  )
}

function dialectAdapter(engine: Engine) {
  return engine === 'sqlite' ? new PrismaBetterSqlite3({ url: ':memory:' }) : new PostgresqlDialectAdapter()
}

/** Comparing schemas only queries the version of PostgreSQL; this adapter returns it without a server. */
class PostgresqlDialectAdapter extends PrismaPg {
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
