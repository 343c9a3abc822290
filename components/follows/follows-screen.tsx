import { useTranslations } from 'next-intl'
import type { ComponentType, ReactNode } from 'react'
import { BlockedNotice } from '@/components/blocks/blocked-notice'
import { buttonClass } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { isBlockedEitherWay } from '@/lib/blocks/policy'
import type { Relation } from '@/lib/blocks/view'
import type { Page } from '@/lib/page'
import { nameOf, type UserInList, type UserView } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer'
import type { UserListProps } from './static-user-list'

type Props = {
  user: UserView
  kind: 'followers' | 'following'
  page: Page<UserInList>
  List: ComponentType<UserListProps>
  viewer: Viewer | null
  /** Shown below an empty list of the viewer's own. */
  suggestions: ReactNode
  relation?: Relation | null
}

/** The followers of a user, or the users that they follow. */
export function FollowsScreen({ user, kind, page, List, viewer, suggestions, relation = null }: Props) {
  const t = useTranslations('follows')
  const name = nameOf(user)
  const path = `/users/${user.username}`
  const own = { followers: t('noFollowersOwn'), following: t('noFollowingOwn') }
  const others = { followers: t('noFollowers', { name }), following: t('noFollowing', { name }) }
  const isOwn = viewer?.id === user.id
  const empty = (
    <EmptyState title={(isOwn ? own : others)[kind]} suggestions={isOwn && suggestions}>
      <a href={isOwn ? '/explore' : path} className={buttonClass('secondary')}>
        {isOwn ? t('explore') : t('open')}
      </a>
    </EmptyState>
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
