import { Avatar } from '@/components/ui/avatar'
import { pictureOf, type UserSummary } from '@/lib/users/view'

type Pictured = UserSummary & { gravatar: string | null }

type Props = { user: Pictured; size: 40 | 48 | 128; alt: string; eager?: boolean }

/** A member's picture of `size` CSS pixels. */
export function UserPicture({ user, size, alt, eager }: Props) {
  return <Avatar src={pictureUrl(user, size)} alt={alt} size={size} eager={eager} />
}

/** Where the picture is: the gravatar where that is on, else the upload, else the identicon of the member's id. */
export const pictureUrl = (user: Pictured, size: number): string =>
  user.gravatar ?? pictureOf(user, size > 48 ? 400 : 96)
