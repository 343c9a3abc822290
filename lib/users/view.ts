import type { limits } from '../limits'

/** A user in a list or beside a post. */
export type UserSummary = {
  id: number
  username: string
  displayName: string
  /** The name of the uploaded picture; null without one. */
  avatar: string | null
  /** The URL of the gravatar, for a user without an uploaded picture when GRAVATAR=1; else null. */
  gravatar: string | null
}

/** A user's profile. Never holds the email address. */
export type UserView = UserSummary & {
  aboutMe: string
  postCount: number
  followerCount: number
  followingCount: number
  createdAt: Date
  lastSeenAt: Date
  /** null for guests and for the viewer's own profile. */
  followedByViewer: boolean | null
}

/** A user as the card for their name shows them. */
export type ProfileCardView = UserSummary & {
  /** Who blocks the other; null when nobody does. */
  block: 'viewer' | 'user' | null
  /** null when a block separates the viewer and the user. */
  details: ProfileCardDetails | null
}

export type ProfileCardDetails = Pick<
  UserView,
  'aboutMe' | 'followerCount' | 'followingCount' | 'lastSeenAt' | 'followedByViewer'
> & {
  isOwn: boolean
  /** The path of the thread with the user, or of the log-in page that leads there. */
  messagePath: string
}

/** A user in a list of followers, likers or search results. */
export type UserInList = UserSummary & {
  aboutMe: string
  followedByViewer: boolean | null
}

/** The values of the account form. */
export type Account = {
  username: string
  displayName: string
  email: string
  aboutMe: string
  /** Whether a link in a mail, or a provider, has shown that the address is the member's. */
  emailVerified: boolean
  /** A new address that is not confirmed yet. */
  pendingEmail: string | null
  hasPassword: boolean
}

/** Throws when the account that a change replaces is not the one that the client has read; runs while it is locked. */
export type AccountCheck = (before: Pick<Account, 'username' | 'aboutMe'>) => void

/** The name that a page shows: the display name, or else the username. */
export function nameOf(user: Pick<UserSummary, 'username' | 'displayName'>): string {
  return user.displayName || user.username
}

/** Side lengths of the stored square pictures that pages use, in pixels. */
type PictureSize = Exclude<(typeof limits.picture.sizes)[number], 400>

/**
 * The path of the user's uploaded picture, or of the identicon.
 * @param size side of the stored square, in pixels
 */
export function pictureOf(
  user: Pick<UserSummary, 'id'> & { avatar?: string | null },
  size: PictureSize,
): string {
  return user.avatar ? `/media/avatars/${user.avatar}-${size}.webp` : `/avatars/${user.id}.svg`
}
