import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { ComponentType } from 'react'
import { cache } from 'react'
import { FollowsScreen } from '@/components/follows/follows-screen'
import type { UserListProps } from '@/components/follows/static-user-list'
import { getRelation } from '@/lib/blocks/queries'
import { env } from '@/lib/env'
import { listFollowers, listFollowing } from '@/lib/follows/queries'
import type { Cursor } from '@/lib/page'
import { getUser } from '@/lib/users/queries'
import { nameOf } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer'
import { SuggestedPeople } from './suggestions'

type Kind = 'followers' | 'following'

const load = cache(
  async (viewer: Viewer | null, username: string) => (await getUser(viewer, username)) ?? notFound(),
)

/** The metadata of a list of followers or followed users, for the dynamic and the prerendered page. */
export async function followListMetadata(
  kind: Kind,
  viewer: Viewer | null,
  username: string,
): Promise<Metadata> {
  const [t, user] = await Promise.all([getTranslations('follows'), load(viewer, username)])
  const name = nameOf(user)
  return { title: kind === 'followers' ? t('followersTitle', { name }) : t('followingTitle', { name }) }
}

/** Renders the list. */
export async function renderFollowList(
  kind: Kind,
  viewer: Viewer | null,
  username: string,
  cursor: Cursor | null,
  List: ComponentType<UserListProps>,
) {
  const user = await load(viewer, username)
  const list = kind === 'followers' ? listFollowers : listFollowing
  const [page, relation] = await Promise.all([
    list(viewer, user.id, cursor, env.POSTS_PER_PAGE),
    getRelation(viewer, user.id),
  ])
  const shown = { user, kind, page, viewer, relation }
  return <FollowsScreen {...shown} List={List} suggestions={viewer && <SuggestedPeople viewer={viewer} />} />
}
