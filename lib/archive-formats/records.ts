/** A post of an archive that can be imported. */
export type PostRecord = {
  type: 'post'
  /** Where it was published first; the same in every archive with this post. */
  origin: string
  /** The post on this instance that it may be: the id and time of a post of the same author. */
  original: number | null
  body: string
  createdAt: Date
  editedAt: Date | null
  /** Earlier versions, the oldest first. */
  history: { body: string; createdAt: Date }[]
  /** The post that it replies to: its origin, and its id if that post may be on this instance. */
  replyTo: { origin: string; id: number | null } | null
}

export type FollowRecord = { type: 'follow'; username: string; createdAt: Date }

/** A post that the member likes or has bookmarked: its author, its origin, and its id if it may be on this instance. */
export type ReactionRecord = {
  type: 'like' | 'bookmark'
  author: string
  origin: string
  id: number | null
  createdAt: Date
}

export type ImportRecord = PostRecord | FollowRecord | ReactionRecord

/** Why an entry of an archive is not imported. Each has a text in the namespace `imports`. */
export const skipReasons = [
  'existing',
  'replies',
  'boosts',
  'notPublic',
  'otherAuthor',
  'otherKind',
  'empty',
  'tooLong',
  'date',
  'missing',
  'picture',
] as const
export type SkipReason = (typeof skipReasons)[number]

/** What a reader yields for an entry of an archive. `order` sorts entries of the same time. */
export type ReadEntry = { record: ImportRecord; order: number } | { skip: SkipReason }

/** What readers need to know: the URL of this instance, and when the import was started. */
export type ReadOptions = { instanceUrl: string; importedAt: Date }

export const archiveKinds = ['roost', 'mastodon', 'twitter'] as const
export type ArchiveKind = (typeof archiveKinds)[number]

/** The profile of an archive; empty texts and a null picture change nothing. */
export type ArchiveProfile = { displayName: string; aboutMe: string; picture: Blob | null }

const earliest = Date.UTC(1990, 0, 1)

/** Whether a time in an archive is plausible: not before 1990, and not after the import was started, in every run of it. */
export function isPlausible(time: Date, importedAt: Date): boolean {
  return time.getTime() >= earliest && time <= importedAt
}
