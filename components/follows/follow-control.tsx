import type { Viewer } from '@/lib/viewer'
import { FollowButton } from './follow-button'
import { useFollowTexts } from './follow-texts'
import { GuestFollowButton } from './guest-follow-button'

type Props = {
  viewer: Viewer | null
  user: { id: number; username: string; followedByViewer: boolean | null }
  next: string
}

/** The follow button for a user; nothing for the viewer's own account. */
export function FollowControl({ viewer, user, next }: Props) {
  const text = useFollowTexts()
  if (!viewer) return <GuestFollowButton next={next} label={text.follow} />
  if (user.followedByViewer === null) return null
  return <FollowButton username={user.username} following={user.followedByViewer} text={text} />
}
