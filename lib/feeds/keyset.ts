import { Prisma } from '../db/db'
import type { Cursor } from '../page'

/**
 * The SQL of a cursor: how to sort, and which rows come next, over posts `p`, `x` or tags `t`. `upTo` compares a time
 * with the last one that a page can reach, and `end` is a time that none lies beyond.
 */
export type Keyset = {
  order: Prisma.Sql
  posts: Prisma.Sql
  candidates: Prisma.Sql
  tags: Prisma.Sql
  upTo: Prisma.Sql
  end: Date
}

// Years that both engines' time formats can hold and sort.
const beginningOfTime = new Date('0001-01-01T00:00:00Z')
const endOfTime = new Date('9999-12-31T23:59:59Z')

/** Without a cursor every row qualifies, newest first. */
export function keyset(cursor: Cursor | null): Keyset {
  const older = { order: Prisma.sql`DESC`, upTo: Prisma.sql`>=`, end: beginningOfTime }
  if (!cursor) {
    const all = Prisma.sql`1 = 1`
    return { ...older, posts: all, candidates: all, tags: all }
  }
  const newer = cursor.direction === 'newer'
  const next = newer ? Prisma.sql`>` : Prisma.sql`<`
  const place = Prisma.sql`(${cursor.at}, ${cursor.id})`
  return {
    ...(newer ? { order: Prisma.sql`ASC`, upTo: Prisma.sql`<=`, end: endOfTime } : older),
    posts: Prisma.sql`(p.created_at, p.id) ${next} ${place}`,
    candidates: Prisma.sql`(x.created_at, x.id) ${next} ${place}`,
    tags: Prisma.sql`(t.created_at, t.post_id) ${next} ${place}`,
  }
}
