import { Prisma } from '../db/db'
import type { Cursor } from '../page'

/** The SQL of a cursor: how to sort, and which rows come next, over posts `p`, `x` or tags `t`. */
export type Keyset = { order: Prisma.Sql; posts: Prisma.Sql; candidates: Prisma.Sql; tags: Prisma.Sql }

/** Without a cursor every row qualifies, newest first. */
export function keyset(cursor: Cursor | null): Keyset {
  if (!cursor) {
    const all = Prisma.sql`1 = 1`
    return { order: Prisma.sql`DESC`, posts: all, candidates: all, tags: all }
  }
  const newer = cursor.direction === 'newer'
  const next = newer ? Prisma.sql`>` : Prisma.sql`<`
  const place = Prisma.sql`(${cursor.at}, ${cursor.id})`
  return {
    order: newer ? Prisma.sql`ASC` : Prisma.sql`DESC`,
    posts: Prisma.sql`(p.created_at, p.id) ${next} ${place}`,
    candidates: Prisma.sql`(x.created_at, x.id) ${next} ${place}`,
    tags: Prisma.sql`(t.created_at, t.post_id) ${next} ${place}`,
  }
}
