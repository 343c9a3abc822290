import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { type Connection, withConnection } from '../../../lib/db/connection'
import { createTestDatabase } from '../../../lib/testing/database'
import { seeded } from '../../../lib/testing/random'
import {
  changeAtRandom,
  emptySchema,
  type RandomSchema,
  type RandomTable,
  schemaText,
} from '../../../lib/testing/random-schema'
import { createSchemaProject } from '../../../lib/testing/schema-project'
import { downgradeDatabase } from './downgrade'
import { findDifferences } from './drift'
import { readCurrentSchema } from './files'
import { generateScript } from './generate/script'
import { introspect, type Schema } from './introspection/introspect'
import { upgradeDatabase } from './upgrade'

const { engine } = inject('template')
const rounds = Number(process.env.PROPERTY_ROUNDS ?? 3)
const steps = 8

/** The expected rows by table, with values by column key. Keys stay the same when columns are renamed. */
type Rows = Record<string, Record<string, unknown>[]>
/** The state of the database after one migration. */
type Level = { name: string; tables: RandomSchema['tables']; schema: Schema }

test.each(Array.from({ length: rounds }, (_, seed) => seed + 1))(
  'keeps rows and restores the schema through random schema changes, up and down (seed %i) [MIG-06]',
  async (seed) => {
    const { below } = seeded(seed)
    const model = emptySchema()
    const project = await createSchemaProject(schemaText(model))
    const database = await createTestDatabase(inject('template'), { empty: true })
    const { directory } = project
    const levels: Level[] = []
    let rows: Rows = {}

    /** Checks the rows after a migration from one set of tables to the next, then inserts more. */
    const checkAndFill = (before: RandomTable[], after: RandomTable[]) =>
      withConnection(database.url, async (connection) => {
        rows = keptRows(rows, before, after)
        for (const table of after) expect(await read(connection, table)).toMatchObject(rows[table.key] ?? [])
        for (const table of after) rows[table.key] = await fill(connection, table, after, below)
        return introspect(connection)
      })

    for (let step = 0; step < steps; step += 1) {
      const renames = changeAtRandom(model, below)
      await writeFile(join(directory, 'schema.prisma'), schemaText(model))
      const name = await project.migrate(`step_${step}`, renames)
      expect(await upgradeDatabase(database.url, { directory })).toEqual([name])
      const tables = structuredClone(model.tables)
      levels.push({ name, tables, schema: await checkAndFill(levels.at(-1)?.tables ?? [], tables) })
    }

    const floor = below(steps - 1)
    for (let level = steps - 1; level > floor; level -= 1) {
      await downgradeDatabase(database.url, { directory })
      const [from, to] = [levels[level] as Level, levels[level - 1] as Level]
      expect(JSON.stringify(await checkAndFill(from.tables, to.tables))).toBe(JSON.stringify(to.schema))
    }
    for (let level = floor + 1; level < steps; level += 1) {
      const [from, to] = [levels[level - 1] as Level, levels[level] as Level]
      expect(await upgradeDatabase(database.url, { directory, to: to.name })).toEqual([to.name])
      expect(JSON.stringify(await checkAndFill(from.tables, to.tables))).toBe(JSON.stringify(to.schema))
    }
    // The schema equals that of a new database, including the names of its indexes.
    const up = (await generateScript(engine, null, await readCurrentSchema(engine, directory))) ?? ''
    const single = [{ name: 'single', up, down: null, checksum: '' }]
    expect(await withConnection(database.url, (connection) => findDifferences(connection, single))).toEqual(
      [],
    )
    await database.drop()
    await project.remove()
  },
  120_000,
)

/** Rows keep the columns that exist before and after; a table that is added (again) is empty. */
function keptRows(rows: Rows, before: RandomTable[], after: RandomTable[]): Rows {
  return Object.fromEntries(
    after.map(({ key, columns }) => {
      const old = before.find((table) => table.key === key)
      if (!old) return [key, []]
      const kept = ['id', ...columns.map((column) => column.key)].filter(
        (name) => name === 'id' || old.columns.some((column) => column.key === name),
      )
      return [key, (rows[key] ?? []).map((row) => Object.fromEntries(kept.map((name) => [name, row[name]])))]
    }),
  )
}

async function read(connection: Connection, { name, columns }: RandomTable) {
  const list = columns.map((column) => `, "${column.name}" AS "${column.key}"`).join('')
  const rows = await connection.rows(`SELECT id${list} FROM "${name}" ORDER BY id`)
  // Engines return different types for times and booleans; only equality between two reads matters.
  return rows.map((row) => JSON.parse(JSON.stringify(row)) as Record<string, unknown>)
}

async function fill(
  connection: Connection,
  table: RandomTable,
  tables: RandomTable[],
  below: (limit: number) => number,
) {
  for (let count = 1 + below(3); count > 0; count -= 1) {
    const values: string[] = []
    for (const { type, to } of table.columns) {
      const target = tables.find((one) => one.key === to)
      values.push(target ? await anyRow(connection, target, below) : literalOf(type, below))
    }
    const names = table.columns.map((column) => `"${column.name}"`)
    await connection.execute(
      `INSERT INTO "${table.name}" (${names.join(', ')}) VALUES (${values.join(', ')})`,
    )
  }
  return read(connection, table)
}

async function anyRow(connection: Connection, { name }: RandomTable, below: (limit: number) => number) {
  const rows = await connection.rows<{ id: number }>(`SELECT id FROM "${name}"`)
  return String(rows[below(rows.length + 1)]?.id ?? 'NULL')
}

function literalOf(type: string, below: (limit: number) => number): string {
  if (type.startsWith('String')) return `'it''s ${below(1000)}'`
  if (type.startsWith('Boolean')) return below(2) === 1 ? 'true' : 'false'
  if (type.startsWith('DateTime')) return `'2026-01-0${1 + below(9)} 12:00:00.123'`
  return String(below(1000))
}
