import { db, type Transaction, transaction, violatedColumn } from '../db/db'
import { AppError } from '../errors'
import { mentionedNames, tagsOf } from '../text/parse-body'
import { findUsersByName } from '../users/queries'
import type { Viewer } from '../viewer-type'
import type { EditPost, NewPost } from './schema'

/**
 * Publishes a post: the row, the author's counter, mentions and tags commit together.
 * @returns The post; the one made first when the same form was sent twice.
 */
export async function createPost(viewer: Viewer, input: NewPost): Promise<{ id: number; createdAt: Date }> {
  const { body, submission } = input
  const mentioned = await findUsersByName(mentionedNames(body))
  const tags = tagsOf(body)
  const createdAt = new Date()
  try {
    return await transaction(async (tx) => {
      const post = await tx.post.create({
        data: { authorId: viewer.id, body, createdAt, submissionKey: submission ?? null },
        select: { id: true, createdAt: true },
      })
      await tx.user.update({
        where: { id: viewer.id },
        data: { postCount: { increment: 1 } },
        select: { id: true },
      })
      await writeMarks(tx, post, mentioned, tags)
      return post
    })
  } catch (error) {
    if (!submission || !violatedColumn(error, ['submission_key'])) throw error
    const where = { authorId_submissionKey: { authorId: viewer.id, submissionKey: submission } }
    return db.post.findUniqueOrThrow({ where, select: { id: true, createdAt: true } })
  }
}

async function writeMarks(
  tx: Transaction,
  post: { id: number; createdAt: Date },
  mentioned: { id: number }[],
  tags: string[],
): Promise<void> {
  if (mentioned.length > 0)
    await tx.mention.createMany({ data: mentioned.map((user) => ({ postId: post.id, userId: user.id })) })
  if (tags.length > 0)
    await tx.postTag.createMany({
      data: tags.map((tag) => ({ tag, postId: post.id, createdAt: post.createdAt })),
    })
}

/**
 * Changes the body of the viewer's own post.
 * @throws AppError `not-found`; `forbidden` when another member wrote it.
 */
export async function editPost(viewer: Viewer, input: EditPost): Promise<{ id: number }> {
  const mentioned = await findUsersByName(mentionedNames(input.body))
  await transaction(async (tx) => {
    const own = { id: input.id, authorId: viewer.id }
    const changed = await tx.post.updateMany({ where: own, data: { body: input.body, editedAt: new Date() } })
    if (changed.count === 0) await refuse(tx, input.id)
    const post = await tx.post.findUniqueOrThrow({
      where: { id: input.id },
      select: { id: true, createdAt: true },
    })
    await tx.mention.deleteMany({ where: { postId: post.id } })
    await tx.postTag.deleteMany({ where: { postId: post.id } })
    await writeMarks(tx, post, mentioned, tagsOf(input.body))
  })
  return { id: input.id }
}

/**
 * Deletes the viewer's own post.
 * @throws AppError `not-found`; `forbidden` when another member wrote it.
 */
export async function deletePost(viewer: Viewer, id: number): Promise<void> {
  await transaction(async (tx) => {
    const gone = await tx.post.deleteMany({ where: { id, authorId: viewer.id } })
    if (gone.count === 0) await refuse(tx, id)
    await tx.user.update({
      where: { id: viewer.id },
      data: { postCount: { decrement: 1 } },
      select: { id: true },
    })
  })
}

/** Posts are public, so "not yours" may be told from "not there". */
async function refuse(tx: Transaction, id: number): Promise<never> {
  const post = await tx.post.findUnique({ where: { id }, select: { id: true } })
  throw new AppError(post ? 'forbidden' : 'not-found', `post ${id}`)
}
