import { useTranslations } from 'next-intl'
import type { ComponentType } from 'react'
import { BlockedNotice } from '@/components/blocks/blocked-notice'
import type { PostListProps } from '@/components/posts/static-post-list'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { isBlockedEitherWay } from '@/lib/blocks/policy'
import type { Relation } from '@/lib/blocks/view'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'
import { nameOf, type UserView } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer'
import { ProfileHeader } from './profile-header'

/** The profile of a user with their posts. */
export function ProfileScreen({
  user,
  page,
  viewer,
  relation = null,
  List,
}: {
  user: UserView
  page: Page<PostView>
  viewer: Viewer | null
  relation?: Relation | null
  List: ComponentType<PostListProps>
}) {
  const t = useTranslations('profile')
  const own = viewer?.id === user.id
  const empty = (
    <EmptyState title={own ? t('emptyOwn') : t('empty', { name: nameOf(user) })}>
      {own && (
        <a href="/" className={buttonClass()}>
          {t('emptyOwnHint')}
        </a>
      )}
    </EmptyState>
  )
  return (
    <>
      <ProfileHeader user={user} viewer={viewer} relation={relation} />
      {relation && isBlockedEitherWay(relation) ? (
        <BlockedNotice user={user} relation={relation} />
      ) : (
        <List page={page} path={`/users/${user.username}`} empty={empty} />
      )}
    </>
  )
}
