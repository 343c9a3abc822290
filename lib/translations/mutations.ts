import { db, Prisma, transaction } from '../db/db'
import { lockPost } from '../db/locks'
import { AppError } from '../errors'
import { baseLanguage } from '../text/languages'
import { type TranslationResult, translate } from '../translate/translate'
import type { Viewer } from '../viewer'
import { isNotBlocked } from '../visibility/queries'
import type { TranslationInput } from './schema'

type PostRow = {
  body: string
  language: string
  createdAt: Date
  editedAt: Date | null
  translation: string | null
  translatedAt: Date | null
}

/**
 * Translates a post or a text. The translation of a post is stored until the post is edited or deleted.
 * @returns the translation, or that no service is configured or it failed
 * @throws AppError `not-found` when the viewer may not see the post; `invalid` when its language is unknown
 */
export async function createTranslation(viewer: Viewer, input: TranslationInput): Promise<TranslationResult> {
  if ('post' in input) return translatePost(viewer, input.post, input.dest_language)
  const { text, source_language: from, dest_language: to } = input
  return translateText({ text, from, to })
}

async function translateText(request: {
  text: string
  from: string
  to: string
}): Promise<TranslationResult> {
  if (baseLanguage(request.from) === baseLanguage(request.to)) return { ok: true, text: request.text }
  return translate(request)
}

async function translatePost(viewer: Viewer, id: number, to: string): Promise<TranslationResult> {
  const post = await readPost(viewer, id, to)
  if (!post) throw new AppError('not-found', `post ${id}`)
  if (!post.language) throw new AppError('invalid', `language of post ${id}`)
  const revisedAt = revisionOf(post)
  if (post.translation !== null && post.translatedAt?.getTime() === revisedAt.getTime())
    return { ok: true, text: post.translation }
  const result = await translateText({ text: post.body, from: post.language, to })
  if (result.ok) await storeTranslation({ id, to, text: result.text, revisedAt })
  return result
}

/** The current version of a post that the viewer may see, and the translation of this or an earlier version. */
async function readPost(viewer: Viewer, id: number, to: string): Promise<PostRow | undefined> {
  const [row] = await db.$queryRaw<PostRow[]>`
    SELECT p.body, p.language, p.created_at AS "createdAt", p.edited_at AS "editedAt", t.text AS translation,
      t.revised_at AS "translatedAt"
    FROM posts p LEFT JOIN post_translations t ON t.post_id = p.id AND t.language = ${to}
    WHERE p.id = ${id} AND p.deleted_at IS NULL AND ${isNotBlocked(viewer, Prisma.sql`p.author_id`)}`
  return row
}

type Stored = { id: number; to: string; text: string; revisedAt: Date }

/** Stores the translation of a version, unless the post has been edited or deleted since it was read. */
async function storeTranslation({ id, to, text, revisedAt }: Stored): Promise<void> {
  await transaction(async (tx) => {
    await lockPost(tx, id)
    const post = await tx.post.findFirst({
      where: { id, deletedAt: null },
      select: { createdAt: true, editedAt: true },
    })
    if (!post || revisionOf(post).getTime() !== revisedAt.getTime()) return
    await tx.postTranslation.upsert({
      where: { postId_language: { postId: id, language: to } },
      create: { postId: id, language: to, text, revisedAt },
      update: { text, revisedAt, createdAt: new Date() },
      select: { postId: true },
    })
  })
}

/** The time of the current version of a post, which identifies it. */
const revisionOf = ({ createdAt, editedAt }: { createdAt: Date; editedAt: Date | null }) =>
  editedAt ?? createdAt
