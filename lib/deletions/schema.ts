import { rowId } from '../text/fields'
import { z } from '../zod'

/** The post to delete or to restore. */
export const deletionInput = z.object({ id: rowId.catch(0) })

const relation = z.object({ userId: z.number(), createdAt: z.coerce.date() })

const notification = z.object({
  userId: z.number(),
  kind: z.string(),
  subjectId: z.number(),
  postId: z.number().nullable(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  readAt: z.coerce.date().nullable(),
  /** The actors whose rows the deletion removed. */
  actors: z.array(
    z.object({
      actorId: z.number(),
      postId: z.number().nullable(),
      createdAt: z.coerce.date(),
    }),
  ),
})

const row = z.object({
  id: z.number(),
  authorId: z.number(),
  createdAt: z.coerce.date(),
  submissionKey: z.string().nullable(),
  replyToId: z.number().nullable(),
  rootId: z.number().nullable(),
  deletedAt: z.coerce.date().nullable(),
  // Absent in snapshots of a version without it.
  origin: z.string().nullable().default(null),
})

/** What the deletion of a post removed from the database. `post` was not deleted at that time. */
export const postSnapshot = z.object({
  post: row.extend({
    body: z.string(),
    // Absent in snapshots of a version without it.
    language: z.string().default(''),
    editedAt: z.coerce.date().nullable(),
  }),
  /** Placeholders above the post, the nearest first. The deletion of the post can remove some of them. */
  placeholders: z.array(row),
  mentionedIds: z.array(z.number()),
  likes: z.array(relation),
  bookmarks: z.array(relation),
  revisions: z.array(z.object({ body: z.string(), createdAt: z.coerce.date() })),
  notifications: z.array(notification),
})
export type PostSnapshot = z.infer<typeof postSnapshot>
