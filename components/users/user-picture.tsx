import { Avatar } from '@/components/ui/avatar'
import { nameOf, type UserLine } from '@/lib/users/view'

type Pictured = UserLine & { gravatar: string | null }

type Props = { user: Pictured; size: 40 | 48 | 128; alt: string; eager?: boolean }

/** A member's picture of `size` CSS pixels. */
export function UserPicture({ user, size, alt, eager }: Props) {
  return (
    <Avatar
      src={pictureUrl(user, size)}
      alt={alt.replace('{name}', nameOf(user))}
      size={size}
      eager={eager}
    />
  )
}

/** Where the picture is: the gravatar where that is on, else the upload, else the identicon of the member's id. */
export function pictureUrl({ id, avatar, gravatar }: Pictured, size: number): string {
  const stored = size > 48 ? 400 : 96
  return gravatar ?? (avatar ? `/media/avatars/${avatar}-${stored}.webp` : `/avatars/${id}.svg`)
}
