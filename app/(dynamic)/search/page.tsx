import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SuggestedTags } from '@/app/suggestions'
import { PostList } from '@/components/posts/post-list'
import { StaticPostList } from '@/components/posts/static-post-list'
import { SearchScreen } from '@/components/search/search-screen'
import { Problem } from '@/components/shell/problem'
import { env } from '@/lib/env'
import { feedAlternates } from '@/lib/request/feed-metadata'
import { limitPage } from '@/lib/request/page-limit'
import { firstParam } from '@/lib/request/search-params'
import { getViewer } from '@/lib/request/viewer'
import { isSearchable, parseQuery } from '@/lib/search/parse-query'
import { listSavedSearches, searchPeople, searchPosts, unknownAuthors } from '@/lib/search/queries'
import { searchCursorParams } from '@/lib/search/schema'

type Props = PageProps<'/search'>

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const t = await getTranslations('search')
  const query = parseQuery(firstParam((await searchParams).q) ?? '')
  const q = query.text
  const feed = isSearchable(query) && {
    alternates: feedAlternates('/search/feed', q, `?${new URLSearchParams({ q })}`),
  }
  return { title: t('title', { q }), robots: { index: false }, ...feed }
}

export default async function SearchPage({ searchParams }: Props) {
  const params = await searchParams
  const query = parseQuery(firstParam(params.q) ?? '')
  if (query.text === '') redirect('/explore')
  const viewer = await getViewer()
  if (!(await limitPage('search', viewer))) return <Problem kind="busy" />
  const cursor = searchCursorParams.parse(params)
  const first = cursor.sort === 'relevance' && cursor.page === 1
  const [page, people, unknown, saved] = await Promise.all([
    searchPosts(viewer, query, cursor, env.POSTS_PER_PAGE),
    first ? searchPeople(viewer, query) : [],
    unknownAuthors(query),
    viewer ? listSavedSearches(viewer) : [],
  ])
  const found = { page, people, unknown, saved }
  return (
    <SearchScreen
      query={query}
      sort={cursor.sort}
      viewer={viewer}
      {...found}
      suggestions={<SuggestedTags />}
      List={viewer ? PostList : StaticPostList}
    />
  )
}
