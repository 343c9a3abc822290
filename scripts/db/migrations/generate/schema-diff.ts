import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import type { Engine } from '../../../../lib/env/database-location'
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
  const comparing = withSchemaEngine(dialectOnly(engine), to ?? from ?? '', async (schemaEngine) => {
    const result = await schemaEngine.diff({
      from: target(from),
      to: target(to),
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    })
    return result.exitCode === 0 ? null : tidied(engine, result.stdout ?? '')
  })
  return comparing.catch((error: Error) => {
    throw new Error(firstProblem(error.message), { cause: error })
  })
}

/** Prisma tells all that is wrong with a schema, over many lines; the first is what to mend first. */
function firstProblem(message: string): string {
  const reason = /error: (.+)/.exec(message)?.[1]
  const line = /-->\s+\S*?:(\d+)/.exec(message)?.[1]
  return reason ? `prisma/schema.prisma${line ? `, line ${line}` : ''}: ${reason}` : message
}

function tidied(engine: Engine, script: string): string {
  if (engine === 'sqlite') return script
  return (
    script
      // It is there already, and saying so takes a right that the user may not have.
      .replace('-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n', '')
      // A migration is one transaction, which only its runner begins and ends.
      .replace(/^(BEGIN|COMMIT);\n/gm, '')
      // SERIAL is a word for new columns only.
      .replace(
        /SET DATA TYPE (BIG|SMALL)?SERIAL\b/g,
        (_, size = '') => `SET DATA TYPE ${size || 'INTEGER'}${size ? 'INT' : ''}`,
      )
      .replace(/^CREATE SEQUENCE (?!IF )/gm, 'CREATE SEQUENCE IF NOT EXISTS ')
      // Without a database Prisma does not know what the sequence is called.
      .replace(
        /(ALTER TABLE "(\w+)"[^;]*ALTER COLUMN "(\w+)" DROP DEFAULT[^;]*;\n)DROP SEQUENCE "";/g,
        '$1DROP SEQUENCE IF EXISTS "$2_$3_seq";',
      )
      // A new one goes on behind the rows that are there.
      .replace(
        /^ALTER SEQUENCE (\w+) OWNED BY "(\w+)"\."(\w+)";$/gm,
        `$&\nSELECT setval('$1', (SELECT coalesce(max("$3"), 0) + 1 FROM "$2"), false);`,
      )
  )
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
