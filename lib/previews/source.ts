import { createHash } from 'node:crypto'

/** Pixels, as sites that show previews recommend. */
export const previewSize = { width: 1200, height: 630 }

type Person = { id: number; username: string; displayName: string; avatar: string | null }

/** What the preview of a post or user depends on. */
export type PreviewSource = {
  name: string
  username: string
  userId: number
  avatar: string | null
  text: string
}

/** A change of the drawing makes new versions of all previews. */
const drawing = 1

/** The source of the preview of a post. */
export function postPreview({ author, body }: { author: Person; body: string }): PreviewSource {
  return sourceOf(author, body)
}

/** The source of the preview of a user. */
export function userPreview(user: Person & { aboutMe: string }): PreviewSource {
  return sourceOf(user, user.aboutMe)
}

function sourceOf({ id, username, displayName, avatar }: Person, text: string): PreviewSource {
  return { name: displayName || username, username, userId: id, avatar, text }
}

/** Identifies what a preview shows: sites that keep a preview for long request the one of another version. */
export function previewVersion(source: PreviewSource): string {
  return createHash('sha256')
    .update(JSON.stringify([drawing, source]))
    .digest('hex')
    .slice(0, 16)
}

/**
 * The path of the preview.
 * @param page the path of the post or user
 */
export function previewPath(page: string, source: PreviewSource): string {
  return `${page}/preview.png?v=${previewVersion(source)}`
}
