import { Prisma } from '../db/db'
import { gravatarUrl } from '../users/gravatar'
import type { UserLine } from '../users/view'
import type { Viewer } from '../viewer-type'
import { canChangePost } from './policy'

export type PostView = {
  id: number
  body: string
  createdAt: Date
  editedAt: Date | null
  author: UserLine & { gravatar: string | null }
  /** Lower-cased names in the body that belong to members; only these become links. */
  mentions: string[]
  /** Whether the viewer wrote it. */
  own: boolean
}

export type PostRow = {
  id: number
  body: string
  createdAt: Date
  editedAt: Date | null
  authorId: number
  username: string
  displayName: string
  avatar: string | null
  emailKey: string
}

/** The columns of a PostRow, for queries over `posts p JOIN users u`. */
export const postColumns = Prisma.sql`p.id, p.body, p.created_at AS "createdAt", p.edited_at AS "editedAt",
  p.author_id AS "authorId", u.username, u.display_name AS "displayName", u.avatar, u.email_key AS "emailKey"`

/** The only way from a row to a page. */
export function toPostView(viewer: Viewer | null, row: PostRow, mentions: string[]): PostView {
  const { id, body, createdAt, editedAt, authorId, username, displayName, avatar, emailKey } = row
  return {
    id,
    body,
    createdAt,
    editedAt,
    author: { id: authorId, username, displayName, avatar, gravatar: gravatarUrl(row, emailKey) },
    mentions,
    own: canChangePost(viewer, row),
  }
}
