import { useTranslations } from 'next-intl'
import type { ComponentType } from 'react'
import { BlockedNotice } from '@/components/blocks/blocked-notice'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { isBlockedEitherWay } from '@/lib/blocks/policy'
import type { Relation } from '@/lib/blocks/view'
import type { Page } from '@/lib/page'
import { nameOf, type UserInList, type UserView } from '@/lib/users/view'
import type { UserListProps } from './static-user-list'

type Props = {
  user: UserView
  kind: 'followers' | 'following'
  page: Page<UserInList>
  List: ComponentType<UserListProps>
  relation?: Relation | null
}

/** The followers of a user, or the users that they follow. */
export function FollowsScreen({ user, kind, page, List, relation = null }: Props) {
  const t = useTranslations('follows')
  const name = nameOf(user)
  const path = `/users/${user.username}`
  const empty = (
    <EmptyState title={kind === 'followers' ? t('noFollowers', { name }) : t('noFollowing', { name })} />
  )
  return (
    <>
      <PageHeading
        title={kind === 'followers' ? t('followersTitle', { name }) : t('followingTitle', { name })}
      >
        <a href={path} className="inline-flex min-h-11 items-center underline underline-offset-2">
          {t('back')}
        </a>
      </PageHeading>
      {relation && isBlockedEitherWay(relation) ? (
        <BlockedNotice user={user} relation={relation} />
      ) : (
        <List page={page} path={`${path}/${kind}`} empty={empty} />
      )}
    </>
  )
}
