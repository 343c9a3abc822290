import type { Rename } from '../../scripts/db/migrations/generate/rename-schema'

/** A schema that can be changed at random. */
export type RandomSchema = { tables: RandomTable[]; next: number }
/** `key` stays the same when the name in the database changes. */
export type RandomTable = { key: string; name: string; columns: RandomColumn[]; indexes: string[][] }
export type RandomColumn = { key: string; name: string; type: string; to?: string }

type Random = (below: number) => number

const types = [
  'String?',
  'String @default("none")',
  'Int?',
  'Int @default(7)',
  'Boolean @default(false)',
  'DateTime?',
]
/** Only used in new tables, which have no rows; a downgrade that adds such a column again must fill it. */
const required = ['String', 'Int', 'DateTime', 'Float']

const pick = <T>(random: Random, from: T[]): T | undefined => from[random(from.length)]

export function emptySchema(): RandomSchema {
  return { tables: [], next: 1 }
}

/** Applies one random change to `schema`, in place, and returns its renames. */
export function changeAtRandom(schema: RandomSchema, random: Random): Rename[] {
  const table = pick(random, schema.tables)
  if (!table || schema.tables.length < 2) return addTable(schema, random)
  const changes = [
    addTable,
    dropTable,
    renameTable,
    addColumn,
    addColumn,
    dropColumn,
    renameColumn,
    addIndex,
    dropIndex,
    addRelation,
  ]
  for (;;) {
    const renames = pick(random, changes)?.(schema, random, table)
    if (renames) return renames
  }
}

type Change = (schema: RandomSchema, random: Random, table: RandomTable) => Rename[] | undefined

function addTable(schema: RandomSchema, random: Random): Rename[] {
  const key = fresh(schema)
  const columns = [pick(random, required), pick(random, types)].map((type) => {
    const name = fresh(schema)
    return { key: name, name: `c_${name}`, type: type as string }
  })
  const table = { key, name: `t_${key}`, columns, indexes: [] }
  schema.tables.push(table)
  addRelation(schema, random, table)
  addIndex(schema, random, table)
  return []
}

const dropTable: Change = (schema, _, table) => {
  if (schema.tables.length < 3) return undefined
  schema.tables = schema.tables.filter((one) => one !== table)
  for (const other of schema.tables) {
    for (const { key, to } of [...other.columns]) if (to === table.key) remove(other, key)
  }
  return []
}

const renameTable: Change = (schema, _, table) => {
  const to = `t_${fresh(schema)}`
  const rename = { table: table.name, to }
  table.name = to
  return [rename]
}

const addColumn: Change = (schema, random, table) => {
  const key = fresh(schema)
  table.columns.push({ key, name: `c_${key}`, type: pick(random, types) as string })
  return []
}

const dropColumn: Change = (_, random, table) => {
  const column = pick(random, table.columns)
  if (!column || table.columns.length < 3) return undefined
  remove(table, column.key)
  return []
}

const renameColumn: Change = (schema, random, table) => {
  const column = pick(random, table.columns)
  if (!column) return undefined
  const to = `c_${fresh(schema)}`
  const rename = { table: table.name, column: column.name, to }
  column.name = to
  return [rename]
}

const addIndex: Change = (_, random, table) => {
  const column = pick(random, table.columns)
  if (!column || table.indexes.some(([key]) => key === column.key)) return undefined
  table.indexes.push([column.key])
  return []
}

const dropIndex: Change = (_, __, table) => (table.indexes.pop() ? [] : undefined)

const addRelation: Change = (schema, random, table) => {
  const key = fresh(schema)
  const target = pick(random, schema.tables) as RandomTable
  table.columns.push({ key, name: `c_${key}`, type: 'Int?', to: target.key })
  return []
}

function remove(table: RandomTable, key: string) {
  table.columns = table.columns.filter((column) => column.key !== key)
  table.indexes = table.indexes.filter((index) => !index.includes(key))
}

const fresh = (schema: RandomSchema) => `x${schema.next++}`

/** The schema in Prisma's language. */
export function schemaText({ tables }: RandomSchema): string {
  return [
    'datasource db {\n  provider = "sqlite"\n}',
    ...tables.map((table) => modelText(table, tables)),
  ].join('\n\n')
}

function modelText({ key, name, columns, indexes }: RandomTable, tables: RandomTable[]): string {
  const fields = columns.map((column) => `  ${column.key} ${column.type} @map("${column.name}")`)
  const relations = columns.flatMap(({ key: field, to }) =>
    to
      ? [
          `  to_${field} M${to}? @relation("${field}", fields: [${field}], references: [id], onDelete: SetNull)`,
        ]
      : [],
  )
  const back = tables.flatMap((other) =>
    other.columns.flatMap((column) =>
      column.to === key ? [`  from_${column.key} M${other.key}[] @relation("${column.key}")`] : [],
    ),
  )
  const rules = indexes.map((index) => `  @@index([${index}])`)
  const lines = [
    '  id Int @id @default(autoincrement())',
    ...fields,
    ...relations,
    ...back,
    ...rules,
    `  @@map("${name}")`,
  ]
  return `model M${key} {\n${lines.join('\n')}\n}`
}
