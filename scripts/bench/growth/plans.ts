import { type Db, Prisma } from '../../../lib/db/db'

/** The query plan of one statement. */
export type Plan = { sql: string; steps: string[] }

/** Runs `read` once. @returns the query plans of its raw queries */
export async function explainRead(db: Db, read: () => Promise<unknown>): Promise<Plan[]> {
  const queries: Prisma.Sql[] = []
  const original = db.$queryRaw
  const record = (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
    queries.push('sql' in query ? query : Prisma.sql(query, ...values))
    return original.call(db, query, ...values)
  }
  db.$queryRaw = record as typeof original
  try {
    await read()
  } finally {
    db.$queryRaw = original
  }
  const plans: Plan[] = []
  for (const query of queries)
    plans.push({ sql: query.sql.replace(/\s+/g, ' ').trim(), steps: await explain(db, query) })
  return plans
}

/** The steps of a query plan, indented by depth. */
async function explain(db: Db, query: Prisma.Sql): Promise<string[]> {
  const { engine } = await import('../../../lib/db/db')
  if (engine === 'postgresql') {
    const rows = await db.$queryRaw<{ 'QUERY PLAN': string }[]>(Prisma.sql`EXPLAIN ${query}`)
    return rows.map((row) => row['QUERY PLAN'])
  }
  type Step = { id: number | bigint; parent: number | bigint; detail: string }
  const steps = await db.$queryRaw<Step[]>(Prisma.sql`EXPLAIN QUERY PLAN ${query}`)
  const depths = new Map<number, number>([[0, -1]])
  return steps.map(({ id, parent, detail }) => {
    const depth = (depths.get(Number(parent)) ?? -1) + 1
    depths.set(Number(id), depth)
    return `${'  '.repeat(depth)}${detail}`
  })
}
