import { pictureOf, type UserSummary, type UserView } from '../../users/view'
import { z } from '../../zod'

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

/** The member of the examples. */
export const userExample = {
  id: 1,
  username: 'susan',
  last_seen: '2026-11-27T09:30:00.000Z',
  about_me: 'Birds',
  post_count: 7,
  follower_count: 3,
  following_count: 2,
  _links: {
    self: '/api/users/1',
    followers: '/api/users/1/followers',
    following: '/api/users/1/following',
    avatar: '/avatars/1.svg',
  },
}

/** A user as the API shows them to everyone: never with their email address. */
export const userJson = z
  .object({
    id: z.int(),
    username: z.string(),
    last_seen: z.iso.datetime(),
    about_me: z.string(),
    post_count: z.int(),
    follower_count: z.int(),
    following_count: z.int(),
    _links: z.object({ self: z.string(), followers: z.string(), following: z.string(), avatar: z.string() }),
  })
  .meta({
    id: 'User',
    examples: [userExample],
  })
export type UserJson = z.output<typeof userJson>

/** A user beside a post or in a list. */
export const userSummaryJson = z
  .object({
    id: z.int(),
    username: z.string(),
    display_name: z.string().meta({ description: 'Empty when the member has chosen none.' }),
    _links: z.object({ self: z.string(), avatar: z.string() }),
  })
  .meta({
    id: 'UserSummary',
    examples: [
      {
        id: 1,
        username: 'susan',
        display_name: 'Susan',
        _links: { self: '/api/users/1', avatar: '/avatars/1.svg' },
      },
    ],
  })
export type UserSummaryJson = z.output<typeof userSummaryJson>

/** The path of a user. */
export const userPath = (id: number) => `/api/users/${id}`

const avatarOf = (user: Pick<UserSummary, 'id' | 'avatar' | 'gravatar'>) =>
  user.gravatar ?? pictureOf(user, 128)

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
      avatar: avatarOf(user),
    },
  }
}

export function toUserSummaryJson(user: UserSummary): UserSummaryJson {
  const { id, username, displayName } = user
  return { id, username, display_name: displayName, _links: { self: userPath(id), avatar: avatarOf(user) } }
}
