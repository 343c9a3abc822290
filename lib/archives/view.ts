import type { OfflineEntry } from '../zip/offline-page'

/** The rows of an archive. Keys are the names in its JSON files; times are written as ISO 8601 in UTC. */
export type ArchivedPost = {
  id: number
  body: string
  createdAt: Date
  editedAt: Date | null
  replyToId: number | null
  /** Earlier versions, the oldest first. */
  history: { body: string; createdAt: Date }[]
  /** Where an imported post, and the imported post that it answers, were published first. */
  origin?: string
  replyToOrigin?: string
}
export type ArchivedFollow = { username: string; createdAt: Date }
/** A post that the member likes or has bookmarked, and when. */
export type ArchivedReaction = {
  postId: number
  author: string
  body: string
  createdAt: Date
  origin?: string
}
export type ArchivedMessage = { id: number; from: string; to: string; body: string; createdAt: Date }
export type ArchivedProfile = {
  username: string
  displayName: string
  email: string
  aboutMe: string
  locale: string | null
  createdAt: Date
  /** The URL of this instance. */
  instance: string
}

// How the page of the archive shows them.

export function showPost({ createdAt, body, history }: ArchivedPost): OfflineEntry {
  const earlier = history.map((version) => ({ at: version.createdAt.toISOString(), text: version.body }))
  return { at: createdAt.toISOString(), text: body, ...(earlier.length > 0 && { earlier }) }
}

export function showFollow({ username, createdAt }: ArchivedFollow): OfflineEntry {
  return { at: createdAt.toISOString(), title: `@${username}` }
}

export function showReaction({ author, body, createdAt }: ArchivedReaction): OfflineEntry {
  return { at: createdAt.toISOString(), title: `@${author}`, text: body }
}

export function showMessage({ from, to, body, createdAt }: ArchivedMessage): OfflineEntry {
  return { at: createdAt.toISOString(), title: `@${from} → @${to}`, text: body }
}

export function showProfile({
  username,
  displayName,
  email,
  aboutMe,
  createdAt,
}: ArchivedProfile): OfflineEntry {
  const text = [displayName, email, aboutMe].filter(Boolean).join('\n')
  return { at: createdAt.toISOString(), title: `@${username}`, text }
}
