'use client'

import { ListEnd } from '@/components/ui/list-end'
import type { PagerTexts } from '@/components/ui/pager'
import { useList } from '@/components/ui/use-list'
import type { Template } from '@/lib/i18n/templates'
import type { Page } from '@/lib/page'
import type { UserInList } from '@/lib/users/view'
import { FollowButton, type FollowTexts } from './follow-button'
import { currentUsers } from './follow-changes'
import { UserRow } from './user-row'

type Props = {
  initial: Page<UserInList>
  path: string
  text: FollowTexts & { picture: Template }
  pagerTexts: PagerTexts
}

/** A list of users that grows while it is scrolled. */
export function LiveUserList({ initial, path, text, pagerTexts }: Props) {
  const list = useList<UserInList, HTMLUListElement>(initial, path, { current: currentUsers })
  return (
    <>
      <ul ref={list.listRef} className="list">
        {list.shown.map((user) => (
          <UserRow key={user.id} user={user} picture={text.picture}>
            {user.followedByViewer !== null && (
              <FollowButton username={user.username} following={user.followedByViewer} text={text} />
            )}
          </UserRow>
        ))}
      </ul>
      <ListEnd list={list} path={path} text={pagerTexts} />
    </>
  )
}
