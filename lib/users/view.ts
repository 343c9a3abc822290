/** What everyone may know of a member in a list or beside a post. */
export type UserSummary = { id: number; username: string; displayName: string; avatar: string | null }

/** A member's own page. Never holds the e-mail address. */
export type UserView = UserSummary & {
  aboutMe: string
  postCount: number
  followerCount: number
  followingCount: number
  createdAt: Date
  lastSeenAt: Date
  /** null for guests and for oneself. */
  followedByViewer: boolean | null
  gravatar: string | null
}

/** A member in a follower list. */
export type UserInList = UserSummary & {
  aboutMe: string
  followedByViewer: boolean | null
  gravatar: string | null
}

/** A member's own settings, as the account form shows them. */
export type Account = {
  username: string
  displayName: string
  email: string
  aboutMe: string
  hasPassword: boolean
}

/** The name that a page shows: the display name, or else the username. */
export const nameOf = (user: Pick<UserSummary, 'username' | 'displayName'>): string =>
  user.displayName || user.username

/** The address of a member's own picture, stored in squares of so many pixels: the upload, or the identicon. */
export const pictureOf = (user: Pick<UserSummary, 'id' | 'avatar'>, stored: 96 | 400): string =>
  user.avatar ? `/media/avatars/${user.avatar}-${stored}.webp` : `/avatars/${user.id}.svg`
