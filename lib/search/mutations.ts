import { db, Prisma, type Transaction, transaction } from '../db/db'
import { AppError } from '../errors'
import { searchRow, userTokens } from '../text/search-row'
import type { Viewer } from '../viewer'

/** Searches that a member may keep. */
export const maxSavedSearches = 20

/**
 * Keeps a search; one that is kept already stays as it is.
 * @throws AppError `conflict` when the member keeps as many as they may
 */
export async function saveSearch(viewer: Viewer, query: string): Promise<void> {
  const where = { userId: viewer.id, query }
  await transaction(async (tx) => {
    // Holds the member's row, so that two at once are counted one after the other.
    await tx.user.update({ where: { id: viewer.id }, data: { id: viewer.id }, select: { id: true } })
    if (await tx.savedSearch.findUnique({ where: { userId_query: where }, select: { id: true } })) return
    if ((await tx.savedSearch.count({ where: { userId: viewer.id } })) >= maxSavedSearches)
      throw new AppError('conflict', `${maxSavedSearches} searches kept`)
    await tx.savedSearch.create({ data: where, select: { id: true } })
  })
}

/** Keeps a search no longer; nothing happens when it was not kept. */
export async function deleteSavedSearch(viewer: Viewer, query: string): Promise<void> {
  await transaction((tx) => tx.savedSearch.deleteMany({ where: { userId: viewer.id, query } }))
}

/** Rows written in one transaction, so that nobody's write waits for long. */
const batch = 200

type Done = (posts: number, users: number) => void

/**
 * Writes the search rows of every post and member anew, in batches, while others read and write. What it is
 * interrupted at, the next run does again; nothing is there twice.
 * @param onlyMissing those that a migration has left to be filled, and no others
 * @returns how many posts and members were written
 */
export async function reindex(
  { onlyMissing = false }: { onlyMissing?: boolean } = {},
  onProgress: Done = () => {},
): Promise<{ posts: number; users: number }> {
  const count = { posts: 0, users: 0 }
  for (let after = 0, rows = 1; rows > 0; count.users += rows) {
    ;[after, rows] = await transaction((tx) => indexUsers(tx, after, onlyMissing))
    onProgress(count.posts, count.users + rows)
  }
  for (let after = 0, rows = 1; rows > 0; count.posts += rows) {
    ;[after, rows] = await transaction((tx) => indexPosts(tx, after, onlyMissing))
    onProgress(count.posts + rows, count.users)
  }
  return count
}

type Step = Promise<[after: number, rows: number]>

/** Posts are read and locked in the transaction that indexes them: an edit comes before or after, never between. */
async function indexPosts(tx: Transaction, after: number, onlyMissing: boolean): Step {
  const ids = onlyMissing
    ? await tx.$queryRaw<{ id: number }[]>`
        SELECT post_id AS id FROM post_search WHERE place < 0 ORDER BY place DESC LIMIT ${batch}`
    : await tx.$queryRaw<{ id: number }[]>`
        SELECT id FROM posts WHERE id > ${after} AND deleted_at IS NULL ORDER BY id LIMIT ${batch}`
  if (ids.length === 0) return [after, 0]
  const posts = await tx.$queryRaw<{ id: number; authorId: number; body: string; createdAt: Date }[]>`
    UPDATE posts SET author_id = author_id WHERE id IN (${Prisma.join(ids.map(({ id }) => id))}) AND deleted_at IS NULL
    RETURNING id, author_id AS "authorId", body, created_at AS "createdAt"`
  const rows = posts.map((post) => searchRow({ ...post, createdAt: new Date(post.createdAt) }))
  await tx.postSearch.deleteMany({ where: { postId: { in: ids.map(({ id }) => id) } } })
  await tx.postSearch.createMany({ data: rows })
  return [ids.at(-1)?.id ?? after, ids.length]
}

async function indexUsers(tx: Transaction, after: number, onlyMissing: boolean): Step {
  const where = onlyMissing ? { search: { tokens: '' } } : {}
  const users = await tx.user.findMany({
    where: { id: { gt: after }, ...where },
    orderBy: { id: 'asc' },
    take: batch,
    select: { id: true, username: true, displayName: true },
  })
  const ids = users.map(({ id }) => id)
  await tx.userSearch.deleteMany({ where: { userId: { in: ids } } })
  await tx.userSearch.createMany({
    data: users.map((user) => ({ userId: user.id, tokens: userTokens(user) })),
  })
  return [ids.at(-1) ?? after, users.length]
}

/** Whether a migration has left anything to be filled; two short looks. */
export async function isIndexIncomplete(): Promise<boolean> {
  const [posts, users] = await Promise.all([
    db.postSearch.findFirst({ where: { place: { lt: 0 } }, select: { postId: true } }),
    db.userSearch.findFirst({ where: { tokens: '' }, select: { userId: true } }),
  ])
  return posts !== null || users !== null
}
