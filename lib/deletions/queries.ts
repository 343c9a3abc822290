import type { Transaction } from '../db/db'
import type { PostSnapshot } from './schema'

const rowColumns = {
  id: true,
  authorId: true,
  createdAt: true,
  submissionKey: true,
  origin: true,
  replyToId: true,
  rootId: true,
  deletedAt: true,
} as const

const relationColumns = { userId: true, createdAt: true } as const

/**
 * Reads everything that the deletion of a post removes, except placeholders above it. The caller has locked the post.
 * @returns null for a missing or deleted post, and for a post of another user
 */
export async function takeSnapshot(
  tx: Transaction,
  authorId: number,
  id: number,
): Promise<Omit<PostSnapshot, 'placeholders'> | null> {
  const found = await tx.post.findFirst({
    where: { id, authorId, deletedAt: null },
    select: {
      ...rowColumns,
      body: true,
      language: true,
      editedAt: true,
      mentions: { select: { userId: true } },
      likes: { select: relationColumns },
      bookmarks: { select: relationColumns },
      revisions: {
        select: { body: true, createdAt: true },
        orderBy: { id: 'asc' },
      },
    },
  })
  if (!found) return null
  const { mentions, likes, bookmarks, revisions, ...post } = found
  return {
    post,
    mentionedIds: mentions.map(({ userId }) => userId),
    likes,
    bookmarks,
    revisions,
    notifications: await notificationsAbout(tx, id),
  }
}

/**
 * The placeholders above a post up to the first post that is not deleted, the nearest first. The caller has locked the
 * parent.
 */
export async function placeholdersAbove(
  tx: Transaction,
  parentId: number | null,
): Promise<PostSnapshot['placeholders']> {
  const placeholders: PostSnapshot['placeholders'] = []
  for (let at = parentId; at !== null; ) {
    const row: PostSnapshot['placeholders'][number] | null = await tx.post.findUnique({
      where: { id: at, NOT: { deletedAt: null } },
      select: rowColumns,
    })
    if (row) placeholders.push(row)
    at = row?.replyToId ?? null
  }
  return placeholders
}

/** The notifications about the post with all their actors, and those about its parent with the author of the post. */
async function notificationsAbout(tx: Transaction, id: number): Promise<PostSnapshot['notifications']> {
  const rows = await tx.notification.findMany({
    where: { OR: [{ postId: id }, { actors: { some: { postId: id } } }] },
    include: {
      actors: { select: { actorId: true, postId: true, createdAt: true } },
    },
  })
  return rows.map(({ id: _, actors, ...notification }) => ({
    ...notification,
    actors: notification.postId === id ? actors : actors.filter(({ postId }) => postId === id),
  }))
}

/** Users whose page of likes is rendered again at once when a post is restored; those of others follow within ten seconds. */
const maxLikers = 1000

/** The usernames of those who like the post, at most `maxLikers`. */
export async function listLikerNames(tx: Transaction, { likes }: PostSnapshot): Promise<string[]> {
  const ids = likes.slice(0, maxLikers).map(({ userId }) => userId)
  const users = await tx.user.findMany({ where: { id: { in: ids } }, select: { username: true } })
  return users.map(({ username }) => username)
}
