import { db, type Transaction, transaction } from '../db/db'
import { lockPosts, lockUser } from '../db/locks'
import { AppError } from '../errors'
import { searchRow, userTokens } from '../text/search-row'
import type { Viewer } from '../viewer'

/** Saved searches of one user. */
export const maxSavedSearches = 20

/**
 * Saves a search. Idempotent.
 * @throws AppError `conflict` when the user has the maximum of saved searches
 */
export async function saveSearch(viewer: Viewer, query: string): Promise<void> {
  const where = { userId: viewer.id, query }
  await transaction(async (tx) => {
    // Concurrent calls must not exceed the maximum together.
    await lockUser(tx, viewer.id)
    if (await tx.savedSearch.findUnique({ where: { userId_query: where }, select: { id: true } })) return
    if ((await tx.savedSearch.count({ where: { userId: viewer.id } })) >= maxSavedSearches)
      throw new AppError('conflict', `${maxSavedSearches} saved searches`)
    await tx.savedSearch.create({ data: where, select: { id: true } })
  })
}

/** Deletes a saved search. Idempotent. */
export async function deleteSavedSearch(viewer: Viewer, query: string): Promise<void> {
  await transaction((tx) => tx.savedSearch.deleteMany({ where: { userId: viewer.id, query } }))
}

/** Rows of one transaction. Small batches let other writes in between. */
const batchSize = 200

type Scope = { onlyMissing?: boolean; deadline?: number }

/**
 * Rebuilds the search rows of all posts and users in batches, while the server runs. Idempotent: after an interruption,
 * run it again.
 * @param onlyMissing only the rows that a migration has left empty
 * @param deadline time in milliseconds since 1970 after which no further batch starts
 * @param onProgress called after each batch with the numbers of posts and users so far
 * @returns the numbers of indexed posts and users
 */
export async function reindex(
  { onlyMissing = false, deadline = Number.POSITIVE_INFINITY }: Scope = {},
  onProgress: (posts: number, users: number) => void = () => {},
): Promise<{ posts: number; users: number }> {
  const count = { posts: 0, users: 0 }
  for (let after = 0, rows = 1; rows > 0 && Date.now() < deadline; count.users += rows) {
    ;[after, rows] = await transaction((tx) => indexUsers(tx, after, onlyMissing))
    onProgress(count.posts, count.users + rows)
  }
  for (let after = 0, rows = 1; rows > 0 && Date.now() < deadline; count.posts += rows) {
    ;[after, rows] = await transaction((tx) => indexPosts(tx, after, onlyMissing))
    onProgress(count.posts + rows, count.users)
  }
  return count
}

type Batch = [lastId: number, rows: number]

/** Locks the posts that it indexes, so that a concurrent edit waits and then writes its own row. */
async function indexPosts(tx: Transaction, after: number, onlyMissing: boolean): Promise<Batch> {
  const ids = onlyMissing
    ? await tx.$queryRaw<{ id: number }[]>`
        SELECT post_id AS id FROM post_search WHERE place < 0 ORDER BY place DESC LIMIT ${batchSize}`
    : await tx.$queryRaw<{ id: number }[]>`
        SELECT id FROM posts WHERE id > ${after} AND deleted_at IS NULL ORDER BY id LIMIT ${batchSize}`
  if (ids.length === 0) return [after, 0]
  const locked = await lockPosts(
    tx,
    ids.map(({ id }) => Number(id)),
  )
  const posts = await tx.post.findMany({
    where: { id: { in: locked }, deletedAt: null },
    select: { id: true, authorId: true, body: true, createdAt: true },
  })
  const rows = posts.map((post) => searchRow(post))
  await tx.postSearch.deleteMany({ where: { postId: { in: ids.map(({ id }) => id) } } })
  await tx.postSearch.createMany({ data: rows })
  return [ids.at(-1)?.id ?? after, ids.length]
}

async function indexUsers(tx: Transaction, after: number, onlyMissing: boolean): Promise<Batch> {
  const where = onlyMissing ? { search: { tokens: '' } } : {}
  const users = await tx.user.findMany({
    where: { id: { gt: after }, ...where },
    orderBy: { id: 'asc' },
    take: batchSize,
    select: { id: true, username: true, displayName: true },
  })
  const ids = users.map(({ id }) => id)
  await tx.userSearch.deleteMany({ where: { userId: { in: ids } } })
  await tx.userSearch.createMany({
    data: users.map((user) => ({ userId: user.id, tokens: userTokens(user) })),
  })
  return [ids.at(-1) ?? after, users.length]
}

/** Whether a migration has left rows empty. */
export async function isIndexIncomplete(): Promise<boolean> {
  const [posts, users] = await Promise.all([
    db.postSearch.findFirst({ where: { sortKey: { lt: 0 } }, select: { postId: true } }),
    db.userSearch.findFirst({ where: { tokens: '' }, select: { userId: true } }),
  ])
  return posts !== null || users !== null
}
