import type { ComponentType, ReactNode } from 'react'
import { BlockedNotice } from '@/components/blocks/blocked-notice'
import type { PostListProps } from '@/components/posts/static-post-list'
import { isBlockedEitherWay } from '@/lib/blocks/policy'
import type { Relation } from '@/lib/blocks/view'
import { type ProfileTab, profilePath } from '@/lib/feeds/view'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'
import type { UserView } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer'
import { EmptyProfile } from './empty-profile'
import { ProfileHeader } from './profile-header'
import { ProfileTabs } from './profile-tabs'

type Props = {
  user: UserView
  tab: ProfileTab
  page: Page<PostView>
  viewer: Viewer | null
  relation: Relation | null
  List: ComponentType<PostListProps>
  /** Shown below an empty list. */
  suggestions: ReactNode
}

/** The profile of a user with one of its lists. */
export function ProfileScreen({ user, tab, page, viewer, relation, List, suggestions }: Props) {
  return (
    <>
      <ProfileHeader user={user} viewer={viewer} relation={relation} />
      {relation && isBlockedEitherWay(relation) ? (
        <BlockedNotice user={user} relation={relation} />
      ) : (
        <>
          <ProfileTabs username={user.username} current={tab} />
          <List
            page={page}
            path={profilePath(user.username, tab)}
            lists={viewer?.id === user.id && tab === 'likes' ? 'likes' : undefined}
            empty={<EmptyProfile user={user} tab={tab} viewer={viewer} suggestions={suggestions} />}
          />
        </>
      )}
    </>
  )
}
