import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Pager } from '@/components/ui/pager'
import { usePagerTexts } from '@/components/ui/pager-texts'
import { createTemplate } from '@/lib/i18n/templates'
import type { Page } from '@/lib/page'
import type { UserInList } from '@/lib/users/view'
import { useFollowTexts } from './follow-texts'
import { GuestFollowButton } from './guest-follow-button'
import { UserRow } from './user-row'

/** What a page passes to a list of users: `StaticUserList` for guests, `UserList` for members. */
export type UserListProps = { page: Page<UserInList>; path: string; empty: ReactNode }

/** A server-rendered list of users for guests, whose follow buttons lead to the log-in page. */
export function StaticUserList({ page, path, empty }: UserListProps) {
  const t = useTranslations('profile')
  const { follow } = useFollowTexts()
  const pagerTexts = usePagerTexts()
  if (page.items.length === 0 && !page.newer) return empty
  const picture = createTemplate((name) => t('picture', { name }))
  return (
    <>
      <ul className="list">
        {page.items.map((user) => (
          <UserRow key={user.id} user={user} picture={picture}>
            <GuestFollowButton next={path} label={follow} />
          </UserRow>
        ))}
      </ul>
      <Pager path={path} older={page.older} newer={page.newer} text={pagerTexts} />
    </>
  )
}
