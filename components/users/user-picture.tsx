import { Avatar } from '@/components/ui/avatar'
import { pictureOf, type UserSummary } from '@/lib/users/view'

type UserWithPicture = Pick<UserSummary, 'id'> & Partial<Pick<UserSummary, 'avatar' | 'gravatar'>>

type Props = { user: UserWithPicture; size: 40 | 48 | 128; alt: string; eager?: boolean }

/** The picture of a user; `size` in CSS pixels. */
export function UserPicture({ user, size, alt, eager }: Props) {
  return <Avatar src={pictureUrl(user, size)} alt={alt} size={size} eager={eager} />
}

/**
 * The address of a user's picture: the gravatar if enabled, else the upload, else the identicon.
 * @param size CSS pixels.
 */
export function pictureUrl(user: UserWithPicture, size: number): string {
  return user.gravatar ?? pictureOf(user, size > 48 ? 400 : 96)
}
