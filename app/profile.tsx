import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { type ComponentType, cache } from 'react'
import type { PostListProps } from '@/components/posts/static-post-list'
import { ProfileScreen } from '@/components/profiles/profile-screen'
import { getRelation } from '@/lib/blocks/queries'
import { env } from '@/lib/env'
import { likesFeed, profileFeed, repliesFeed } from '@/lib/feeds/queries'
import { type ProfileTab, profilePath } from '@/lib/feeds/view'
import type { Cursor } from '@/lib/page'
import { feedAlternates } from '@/lib/request/feed-metadata'
import { userShareMetadata } from '@/lib/request/share-metadata'
import { getUser } from '@/lib/users/queries'
import { nameOf } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer'
import { SuggestedTags } from './suggestions'

const feeds = { posts: profileFeed, replies: repliesFeed, likes: likesFeed }

const load = cache(
  async (viewer: Viewer | null, username: string) => (await getUser(viewer, username)) ?? notFound(),
)

/** The metadata of a list of a profile, for the dynamic and the prerendered page. */
export async function profileMetadata(
  tab: ProfileTab,
  viewer: Viewer | null,
  username: string,
): Promise<Metadata> {
  const [t, user] = await Promise.all([getTranslations('profile'), load(viewer, username)])
  const name = nameOf(user)
  const title =
    tab === 'posts' ? name : tab === 'replies' ? t('repliesTitle', { name }) : t('likesTitle', { name })
  const feed = feedAlternates(`${profilePath(user.username, 'posts')}/feed`, `${name} (@${user.username})`)
  if (viewer || tab !== 'posts') return { title, alternates: feed }
  const share = userShareMetadata(user, name)
  const alternates = { ...share.alternates, types: { ...share.alternates?.types, ...feed.types } }
  return { title, ...share, alternates }
}

/** Renders a profile with one of its lists. */
export async function renderProfile(
  tab: ProfileTab,
  viewer: Viewer | null,
  username: string,
  cursor: Cursor | null,
  List: ComponentType<PostListProps>,
) {
  const user = await load(viewer, username)
  const [page, relation] = await Promise.all([
    feeds[tab](viewer, user.id, cursor, env.POSTS_PER_PAGE),
    getRelation(viewer, user.id),
  ])
  const shown = { user, tab, page, viewer, relation }
  return <ProfileScreen {...shown} List={List} suggestions={viewer && <SuggestedTags />} />
}
