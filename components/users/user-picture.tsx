import { Avatar } from '@/components/ui/avatar'
import { pictureOf, type UserSummary } from '@/lib/users/view'

type UserWithPicture = Pick<UserSummary, 'id'> & Partial<Pick<UserSummary, 'avatar' | 'gravatar'>>

type Props = { user: UserWithPicture; size: 40 | 48 | 64 | 128; alt: string; eager?: boolean }

/** The stored sizes for displays with one and two pixels per CSS pixel. */
const stored = { 40: [48, 96], 48: [48, 96], 64: [64, 128], 128: [128, 256] } as const

/** The picture of a user: the gravatar if enabled, else the upload, else the identicon; `size` in CSS pixels. */
export function UserPicture({ user, size, ...rest }: Props) {
  const [single, double] = stored[size]
  const src = user.gravatar ?? pictureOf(user, single)
  // React preloads eager pictures by the set alone, so it has to name both.
  const srcSet = user.avatar && !user.gravatar ? `${src} 1x, ${pictureOf(user, double)} 2x` : undefined
  return <Avatar src={src} srcSet={srcSet} size={size} {...rest} />
}
