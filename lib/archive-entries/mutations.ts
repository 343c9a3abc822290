import type { ArchiveProfile, FollowRecord, ReactionRecord, SkipReason } from '../archive-formats/records'
import { db, Prisma, type Transaction, transaction } from '../db/db'
import { lockPosts, lockUser, lockUsers } from '../db/locks'
import { AppError } from '../errors'
import { invalidateGuestPages, keysOfFollow, keysOfLike, keysOfPost, keysOfUser } from '../events/guest-pages'
import { writeAnnotations } from '../posts/mutations'
import { removePicture, storePicture } from '../storage/pictures'
import { userTokens } from '../text/search-row'
import {
  type AnnotatedPost,
  findFollowTargets,
  findInaccessibleIds,
  findKnownPosts,
  findLivePosts,
  findReactionTargets,
  type KnownPost,
  listCandidates,
  requireActiveImporter,
} from './queries'

/** The member into whose account an archive is imported. */
export type Importer = { id: number; username: string }

/** What a batch has written, and the keys of the guest pages that show it. */
export type BatchResult = { imported: number; skipped: SkipReason[]; guestKeys: string[] }

/**
 * Imports posts that are older than all that follow, so that a reply comes after the post that it answers. Notifies
 * nobody and publishes no event. Idempotent: a post with the same origin, or the original of this instance, is skipped.
 * A reply is skipped if the post that it answers is not here.
 */
export async function importPosts(
  tx: Transaction,
  member: Importer,
  posts: AnnotatedPost[],
): Promise<BatchResult> {
  await lockUser(tx, member.id)
  await requireActiveImporter(tx, member.id)
  await lockPosts(tx, await listCandidates(tx, member.id, posts))
  const known = await findKnownPosts(tx, member.id, posts)
  const written: BatchResult = { imported: 0, skipped: [], guestKeys: [] }
  const replyCounts = new Map<number, number>()
  for (const post of posts) {
    const parent = post.replyTo ? known.findTarget(post.replyTo, post.createdAt) : null
    if (known.findSelf(post)) written.skipped.push('existing')
    else if (post.replyTo && !parent) written.skipped.push('replies')
    else {
      const row = await insertPost(tx, member, post, parent)
      known.add(post.origin, row)
      if (parent) replyCounts.set(parent.id, (replyCounts.get(parent.id) ?? 0) + 1)
      written.imported += 1
      const { id, rootId } = row
      const place = { id, tags: post.annotations.tags, replyToId: parent?.id ?? null, rootId }
      written.guestKeys.push(...keysOfPost(place, member.username))
    }
  }
  for (const [id, count] of replyCounts)
    await tx.$executeRaw`UPDATE posts SET reply_count = reply_count + ${count} WHERE id = ${id}`
  await tx.$executeRaw`UPDATE users SET post_count = post_count + ${written.imported} WHERE id = ${member.id}`
  return written
}

async function insertPost(
  tx: Transaction,
  { id: authorId }: Importer,
  { body, language, createdAt, editedAt, origin, history, annotations, mentioned }: AnnotatedPost,
  parent: KnownPost | null,
): Promise<KnownPost> {
  const rootId = parent && (parent.rootId ?? parent.id)
  const [row] = await tx.$queryRaw<[{ id: number }]>`
    INSERT INTO posts (author_id, body, language, created_at, edited_at, origin, reply_to_id, root_id)
    VALUES (${authorId}, ${body}, ${language}, ${createdAt}, ${editedAt}, ${origin}, ${parent?.id ?? null}, ${rootId})
    RETURNING id`
  const { id } = row
  await writeAnnotations(tx, { id, authorId, body, createdAt }, { mentioned, tags: annotations.tags })
  if (history.length > 0)
    await tx.postRevision.createMany({ data: history.map((version) => ({ ...version, postId: id })) })
  return { id, rootId, createdAt, isDeleted: false }
}

/** Makes the member follow users of the same name, without notifying them. Idempotent. */
export async function importFollows(
  tx: Transaction,
  member: Importer,
  follows: FollowRecord[],
): Promise<BatchResult> {
  const targets = await findFollowTargets(tx, member.id, follows)
  await lockUsers(tx, [member.id, ...[...targets.values()].map(({ id }) => id)])
  await requireActiveImporter(tx, member.id)
  const inaccessible = await findInaccessibleIds(tx, member.id)
  const written: BatchResult = { imported: 0, skipped: [], guestKeys: [] }
  for (const { username, createdAt } of follows) {
    const target = targets.get(username.toLowerCase())
    if (!target || inaccessible.has(target.id)) {
      written.skipped.push('missing')
      continue
    }
    const inserted = await tx.$executeRaw`
      INSERT INTO follows (follower_id, followed_id, created_at) VALUES (${member.id}, ${target.id}, ${createdAt})
      ON CONFLICT DO NOTHING`
    if (inserted === 0) {
      written.skipped.push('existing')
      continue
    }
    written.imported += 1
    await tx.$executeRaw`UPDATE users SET follower_count = follower_count + 1 WHERE id = ${target.id}`
    written.guestKeys.push(...keysOfFollow(member.username, target.username))
  }
  await tx.$executeRaw`
    UPDATE users SET following_count = following_count + ${written.imported} WHERE id = ${member.id}`
  return written
}

/** Likes or bookmarks posts that are here, without notifying their authors. Idempotent. */
export async function importReactions(
  tx: Transaction,
  member: Importer,
  reactions: ReactionRecord[],
): Promise<BatchResult> {
  const targets = await findReactionTargets(tx, reactions)
  const found = targets.filter((target) => target !== null)
  await lockUsers(tx, [member.id, ...found.map(({ authorId }) => authorId)])
  await requireActiveImporter(tx, member.id)
  const ids = found.map(({ id }) => id)
  await lockPosts(tx, ids)
  const inaccessible = await findInaccessibleIds(tx, member.id)
  const live = await findLivePosts(tx, ids)
  const written: BatchResult = { imported: 0, skipped: [], guestKeys: [] }
  for (const [index, { type, createdAt }] of reactions.entries()) {
    const target = targets[index]
    if (!target || inaccessible.has(target.authorId) || !live.has(target.id)) {
      written.skipped.push('missing')
      continue
    }
    const table = type === 'like' ? Prisma.sql`likes` : Prisma.sql`bookmarks`
    const inserted = await tx.$executeRaw`
      INSERT INTO ${table} (user_id, post_id, created_at) VALUES (${member.id}, ${target.id}, ${createdAt})
      ON CONFLICT DO NOTHING`
    if (inserted === 0) {
      written.skipped.push('existing')
      continue
    }
    written.imported += 1
    if (type === 'bookmark') continue
    await tx.$executeRaw`UPDATE posts SET like_count = like_count + 1 WHERE id = ${target.id}`
    written.guestKeys.push(...keysOfLike(target.id, member.username))
  }
  return written
}

/**
 * Fills the empty fields of the member's profile: display name, about me and picture. Others stay. Idempotent.
 * @throws AppError `busy` when too many pictures wait; as `requireActiveImporter`
 */
export async function importProfile({ id }: Importer, profile: ArchiveProfile): Promise<BatchResult> {
  const { picture } = profile
  const before = await db.user.findUniqueOrThrow({ where: { id }, select: { avatar: true } })
  const needsPicture = picture !== null && before.avatar === null
  const stored = needsPicture ? await storePicture(picture).catch(refusedPicture) : null
  const { changed, isUsed, username } = await transaction(async (tx) => {
    await lockUser(tx, id)
    await requireActiveImporter(tx, id)
    const select = { username: true, displayName: true, aboutMe: true, avatar: true }
    const user = await tx.user.findUniqueOrThrow({ where: { id }, select })
    const data = {
      ...(!user.displayName && profile.displayName && { displayName: profile.displayName }),
      ...(!user.aboutMe && profile.aboutMe && { aboutMe: profile.aboutMe }),
      ...(!user.avatar && stored && { avatar: stored.name }),
    }
    const changed = Object.keys(data).length > 0
    if (changed) await tx.user.update({ where: { id }, data, select: { id: true } })
    const tokens = userTokens({ ...user, displayName: user.displayName || profile.displayName })
    if (changed) await tx.userSearch.updateMany({ where: { userId: id }, data: { tokens } })
    return { changed, isUsed: 'avatar' in data, username: user.username }
  })
  if (stored && !isUsed) await removePicture(stored.name)
  if (changed) invalidateGuestPages(keysOfUser(username))
  return { imported: changed ? 1 : 0, skipped: needsPicture && !stored ? ['picture'] : [], guestKeys: [] }
}

/** A file that is not a picture is skipped. */
function refusedPicture(error: unknown): null {
  if (error instanceof AppError && error.code === 'invalid') return null
  throw error
}
