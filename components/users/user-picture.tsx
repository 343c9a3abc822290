import { Avatar } from '@/components/ui/avatar'
import { pictureOf, type UserSummary } from '@/lib/users/view'

type UserWithPicture = Pick<UserSummary, 'id'> & Partial<Pick<UserSummary, 'avatar' | 'gravatar'>>

type Props = { user: UserWithPicture; size: 40 | 48 | 64 | 128; alt: string; eager?: boolean }

/** Stored sizes for a device pixel ratio of 1 and 2, by displayed size. */
const storedSizes = { 40: [48, 96], 48: [48, 96], 64: [64, 128], 128: [128, 256] } as const

/** The picture of a user: the gravatar if enabled, else the upload, else the identicon; `size` in CSS pixels. */
export function UserPicture({ user, size, ...rest }: Props) {
  const [single, double] = storedSizes[size]
  const src = user.gravatar ?? pictureOf(user, single)
  // React preloads eager images from srcSet only, so it must list both sizes.
  const srcSet = user.avatar && !user.gravatar ? `${src} 1x, ${pictureOf(user, double)} 2x` : undefined
  return <Avatar src={src} srcSet={srcSet} size={size} {...rest} />
}
