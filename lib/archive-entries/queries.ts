import type { FollowRecord, PostRecord, ReactionRecord } from '../archive-formats/records'
import { Prisma, type Transaction } from '../db/db'
import { AppError } from '../errors'
import { detectLanguage } from '../text/detect-language'
import { type Annotations, findAnnotations } from '../text/parse-body'
import { findUsersByName } from '../users/queries'
import { inaccessibleUserIds } from '../visibility/queries'

/** A post of an archive with what its row on this instance needs. */
export type AnnotatedPost = PostRecord & {
  annotations: Annotations
  mentioned: { id: number }[]
  language: string
}

/** Finds the mentions, tags and the language of a post that is imported. */
export async function annotatePost(post: PostRecord): Promise<AnnotatedPost> {
  const annotations = findAnnotations(post.body)
  const [mentioned, language] = await Promise.all([
    findUsersByName(annotations.usernames),
    detectLanguage(post.body),
  ])
  return { ...post, annotations, mentioned, language }
}

/** A post on this instance. */
export type KnownPost = { id: number; rootId: number | null; createdAt: Date; isDeleted: boolean }

type KnownRow = Omit<KnownPost, 'isDeleted'> & {
  authorId: number
  deletedAt: Date | null
  origin: string | null
  inaccessible: number | bigint
}

const originsIn = (posts: PostRecord[]) => [
  ...new Set(posts.flatMap(({ origin, replyTo }) => [origin, ...(replyTo ? [replyTo.origin] : [])])),
]
const idsIn = (posts: PostRecord[]) =>
  posts.flatMap(({ original, replyTo }) => [original, replyTo?.id ?? null]).filter((id) => id !== null)

/** The ids of the posts that `findKnownPosts` reads, to lock them first. */
export async function listCandidates(
  tx: Transaction,
  userId: number,
  posts: PostRecord[],
): Promise<number[]> {
  const where = { OR: [{ authorId: userId, origin: { in: originsIn(posts) } }, { id: { in: idsIn(posts) } }] }
  return (await tx.post.findMany({ where, select: { id: true } })).map(({ id }) => id)
}

/** Finds which posts of an archive are here, and the posts that they answer. */
export async function findKnownPosts(tx: Transaction, userId: number, posts: PostRecord[]) {
  const [origins, ids] = [originsIn(posts), [0, ...idsIn(posts)]]
  const rows = await tx.$queryRaw<KnownRow[]>`
    SELECT id, author_id AS "authorId", root_id AS "rootId", created_at AS "createdAt", deleted_at AS "deletedAt", origin,
      CASE WHEN author_id IN (${inaccessibleUserIds(userId)}) THEN 1 ELSE 0 END AS inaccessible
    FROM posts WHERE (author_id = ${userId} AND origin IN (${Prisma.join(origins)})) OR id IN (${Prisma.join(ids)})`
  const byOrigin = new Map<string, KnownPost>()
  const byId = new Map(rows.map((row) => [row.id, row]))
  const toKnown = ({ id, rootId, createdAt, deletedAt }: KnownRow): KnownPost => ({
    ...{ id, rootId, createdAt: new Date(createdAt), isDeleted: deletedAt !== null },
  })
  for (const row of rows) if (row.authorId === userId && row.origin) byOrigin.set(row.origin, toKnown(row))
  /** The original of a post: the same author, id and time. A deleted one may be imported again. */
  const originalOf = ({ original, createdAt }: PostRecord) => {
    const row = original === null ? undefined : byId.get(original)
    const isSame = row?.authorId === userId && new Date(row.createdAt).getTime() === createdAt.getTime()
    return row && isSame && !row.deletedAt ? toKnown(row) : null
  }
  return {
    add: (origin: string, post: KnownPost) => void byOrigin.set(origin, post),
    findSelf: (post: PostRecord) => byOrigin.get(post.origin) ?? originalOf(post),
    /** The post that a reply of this time answers; null when it is not here, deleted, by an inaccessible author, or newer. */
    findTarget({ origin, id }: NonNullable<PostRecord['replyTo']>, at: Date): KnownPost | null {
      const row = id === null ? undefined : byId.get(id)
      const byLocalId = row && Number(row.inaccessible) === 0 ? toKnown(row) : null
      const imported = byOrigin.get(origin)
      const target = imported && !imported.isDeleted ? imported : byLocalId
      return target && !target.isDeleted && target.createdAt <= at ? target : null
    },
  }
}

/** The users whom an archive follows, by lower-cased name, without the member. */
export async function findFollowTargets(tx: Transaction, userId: number, follows: FollowRecord[]) {
  const names = follows.map(({ username }) => username.toLowerCase())
  const where = { usernameKey: { in: names }, id: { not: userId } }
  const users = await tx.user.findMany({ where, select: { id: true, username: true } })
  return new Map(users.map((user) => [user.username.toLowerCase(), user]))
}

/** For each reaction the post on this instance: by its id, else by its origin and the name of its author. */
export async function findReactionTargets(tx: Transaction, reactions: ReactionRecord[]) {
  const names = [...new Set(reactions.map(({ author }) => author.toLowerCase()))]
  const users = await tx.user.findMany({
    where: { usernameKey: { in: names } },
    select: { id: true, usernameKey: true },
  })
  const authorIds = new Map(users.map(({ id, usernameKey }) => [usernameKey, id]))
  const posts = await tx.post.findMany({
    where: {
      OR: [
        { id: { in: reactions.map(({ id }) => id ?? 0) } },
        {
          authorId: { in: users.map(({ id }) => id) },
          origin: { in: reactions.map(({ origin }) => origin) },
        },
      ],
    },
    select: { id: true, authorId: true, origin: true, deletedAt: true },
  })
  return reactions.map(({ id, origin, author }) => {
    const authorId = authorIds.get(author.toLowerCase())
    const live = posts.filter(({ deletedAt }) => deletedAt === null)
    return (
      live.find((post) => post.id === id) ??
      live.find((post) => post.origin === origin && post.authorId === authorId) ??
      null
    )
  })
}

/** The ids of the users from whom a block separates the member, and of those who are leaving. */
export async function findInaccessibleIds(tx: Transaction, userId: number): Promise<Set<number>> {
  const rows = await tx.$queryRaw<Record<string, number>[]>(inaccessibleUserIds(userId))
  return new Set(rows.flatMap((row) => Object.values(row)))
}

/** Those of the posts that are not deleted. */
export async function findLivePosts(tx: Transaction, ids: number[]): Promise<Set<number>> {
  const rows = await tx.post.findMany({ where: { id: { in: ids }, deletedAt: null }, select: { id: true } })
  return new Set(rows.map(({ id }) => id))
}

/**
 * Checks that the member may still import. A transaction that writes locks the member first.
 * @throws AppError `banned` for a banned member; `deletion-pending` for one whose account is about to be deleted
 */
export async function requireActiveImporter(client: Pick<Transaction, 'user'>, id: number): Promise<void> {
  const user = await client.user.findUniqueOrThrow({
    where: { id },
    select: { bannedAt: true, accountDeletion: { select: { userId: true } } },
  })
  if (user.bannedAt) throw new AppError('banned', `user ${id}`)
  if (user.accountDeletion) throw new AppError('deletion-pending', `user ${id}`)
}
