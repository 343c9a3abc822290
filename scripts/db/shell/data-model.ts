import type { Db } from '../../../lib/db/db'

type Scalar = { name: string; type: string; column: string }

/** `type` is the model at the other end. */
type Relation = { name: string; type: string; relationName: string }

export type Model = {
  name: string
  /** The name on the client: `db.postTag` for PostTag. */
  delegate: string
  table: string | null
  scalars: Scalar[]
  relations: Relation[]
}

type Field = { name: string; kind: string; type: string; dbName?: string; relationName?: string }

/** Prisma has no public API for its data model; preload.test.ts checks that this property still exists. */
type Generated = { _runtimeDataModel: { models: Record<string, { dbName: string | null; fields: Field[] }> } }

/** The models of a client, in the order of prisma/schema.prisma. */
export function modelsOf(db: Db): Model[] {
  const { models } = (db as unknown as Generated)._runtimeDataModel
  return Object.entries(models).map(([name, { dbName, fields }]) => ({
    name,
    delegate: name.charAt(0).toLowerCase() + name.slice(1),
    table: dbName,
    scalars: fields
      .filter(({ kind }) => kind !== 'object')
      .map((field) => ({ name: field.name, type: field.type, column: field.dbName ?? field.name })),
    relations: fields.flatMap(({ name, kind, type, relationName }) =>
      kind === 'object' && relationName ? [{ name, type, relationName }] : [],
    ),
  }))
}
