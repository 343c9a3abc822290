import { Avatar } from '@/components/ui/avatar'
import { nameOf, type UserLine } from '@/lib/users/view'

type Props = {
  user: UserLine & { gravatar: string | null }
  size: 40 | 48 | 128
  alt: string
  eager?: boolean
}

/** A member's picture: the upload, else the gravatar where that is on, else the identicon of their id. */
export function UserPicture({ user, size, alt, eager }: Props) {
  const stored = size > 48 ? 400 : 96
  const own = user.avatar ? `/media/avatars/${user.avatar}-${stored}.webp` : `/avatars/${user.id}.svg`
  return (
    <Avatar src={user.gravatar ?? own} alt={alt.replace('{name}', nameOf(user))} size={size} eager={eager} />
  )
}
