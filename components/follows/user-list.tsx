import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { InfiniteScroll } from '@/components/ui/infinite-scroll'
import { Pager } from '@/components/ui/pager'
import { UserNames } from '@/components/users/user-names'
import { UserPicture } from '@/components/users/user-picture'
import { createTemplate, fillTemplate } from '@/lib/i18n/templates'
import type { Page } from '@/lib/page'
import { nameOf, type UserInList } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer'
import { FollowButton, GuestFollowButton } from './follow-button'

type Props = { page: Page<UserInList>; path: string; empty: ReactNode; viewer: Viewer | null }

/** A list of users with a follow button each. */
export function UserList({ page, path, empty, viewer }: Props) {
  const t = useTranslations()
  if (page.items.length === 0 && !page.newer) return empty
  const picture = createTemplate((name) => t('profile.picture', { name }))
  return (
    <>
      <ul data-list className="rounded-xl border border-line bg-card empty:hidden">
        {page.items.map((user) => (
          <li
            key={user.id}
            id={`user-${user.id}`}
            className="flex items-start gap-3 border-b border-line p-4 last:border-b-0"
          >
            <UserPicture user={user} size={48} alt={fillTemplate(picture, nameOf(user))} />
            <UserNames user={user}>
              {user.aboutMe && (
                <p dir="auto" className="line-clamp-2 text-sm [overflow-wrap:anywhere]">
                  {user.aboutMe}
                </p>
              )}
            </UserNames>
            <FollowControl viewer={viewer} user={user} next={path} />
          </li>
        ))}
      </ul>
      <Pager path={path} older={page.older} newer={page.newer} />
      {page.older && <InfiniteScroll older={page.older} />}
    </>
  )
}

type ChoiceProps = {
  viewer: Viewer | null
  user: { id: number; username: string; followedByViewer: boolean | null }
  next: string
}

/** The follow button for a user; nothing for the viewer's own account. */
export function FollowControl({ viewer, user, next }: ChoiceProps) {
  const t = useTranslations()
  if (!viewer) return <GuestFollowButton next={next} label={t('profile.follow')} />
  if (user.followedByViewer === null) return null
  const text = {
    follow: t('profile.follow'),
    unfollow: t('profile.unfollow'),
    failed: t('formErrors.rateLimited'),
  }
  return <FollowButton username={user.username} following={user.followedByViewer} text={text} />
}
