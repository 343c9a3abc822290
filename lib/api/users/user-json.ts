import { pictureOf, type UserView } from '../../users/view'

/** What the JSON of a user is made of. */
export type ApiUser = Pick<
  UserView,
  | 'id'
  | 'username'
  | 'avatar'
  | 'gravatar'
  | 'aboutMe'
  | 'postCount'
  | 'followerCount'
  | 'followingCount'
  | 'lastSeenAt'
>

/** A user as the API shows them to everyone: never with their email address. */
export type UserJson = {
  id: number
  username: string
  /** ISO 8601, in UTC. */
  last_seen: string
  about_me: string
  post_count: number
  follower_count: number
  following_count: number
  _links: { self: string; followers: string; following: string; avatar: string }
}

/** The path of a user. */
export const userPath = (id: number) => `/api/users/${id}`

export function toUserJson(user: ApiUser): UserJson {
  const self = userPath(user.id)
  return {
    id: user.id,
    username: user.username,
    last_seen: user.lastSeenAt.toISOString(),
    about_me: user.aboutMe,
    post_count: user.postCount,
    follower_count: user.followerCount,
    following_count: user.followingCount,
    _links: {
      self,
      followers: `${self}/followers`,
      following: `${self}/following`,
      avatar: user.gravatar ?? pictureOf(user, 128),
    },
  }
}
