import { useTranslations } from 'next-intl'
import type { ComponentType, ReactNode } from 'react'
import { FollowControl } from '@/components/follows/follow-control'
import type { PostListProps } from '@/components/posts/static-post-list'
import { Button, buttonClass } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { HeadingFeedLink } from '@/components/ui/feed-link'
import { Notice } from '@/components/ui/notice'
import { UserNames } from '@/components/users/user-names'
import { UserPicture } from '@/components/users/user-picture'
import { createTemplate, fillTemplate } from '@/lib/i18n/templates'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'
import { isSearchable, maxQueryLength, requiredPhrases, type SearchQuery } from '@/lib/search/parse-query'
import { nameOf, type UserInList } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer'
import { SavedSearches } from './saved-searches'

type Props = {
  query: SearchQuery
  sort: 'relevance' | 'newest'
  page: Page<PostView>
  people: UserInList[]
  /** Usernames of `from:` that do not exist. */
  unknown: string[]
  saved: string[]
  viewer: Viewer | null
  /** Shown below an empty list. */
  suggestions: ReactNode
  List: ComponentType<PostListProps>
}

/** The results of a search, with a form to change it. */
export function SearchScreen({
  query,
  sort,
  page,
  people,
  unknown,
  saved,
  viewer,
  suggestions,
  List,
}: Props) {
  const t = useTranslations('search')
  const canSearch = isSearchable(query)
  return (
    <>
      <PageHeading
        title={t('title', { q: query.text })}
        actions={
          canSearch && <HeadingFeedLink href={`/search/feed.xml?q=${encodeURIComponent(query.text)}`} />
        }
      />
      <SearchForm text={query.text} sort={sort} />
      <Remarks query={query} unknown={unknown} />
      {viewer && <SavedSearches query={canSearch ? query.text : null} saved={saved} />}
      {people.length > 0 && (
        <People people={people} viewer={viewer} next={`/search?q=${encodeURIComponent(query.text)}`} />
      )}
      {canSearch && <SortChoice text={query.text} sort={sort} />}
      <List
        key={`${sort} ${query.text}`}
        page={page}
        path="/search"
        highlights={requiredPhrases(query)}
        empty={
          <EmptyState
            title={canSearch ? t('empty') : t('noQuery')}
            pose="searching"
            suggestions={suggestions}
          >
            <p>{canSearch ? t('emptyHint') : t('noQueryHint')}</p>
            <a href="/explore" className={buttonClass('secondary')}>
              {t('explore')}
            </a>
          </EmptyState>
        }
      />
    </>
  )
}

function SearchForm({ text, sort }: { text: string; sort: Props['sort'] }) {
  const t = useTranslations('search')
  return (
    <form action="/search" className="grid grid-cols-[minmax(0,1fr)] gap-2 [overflow-wrap:anywhere]">
      <div className="flex gap-2">
        <input
          // Another query is another field: React does not change a field that was typed in.
          key={text}
          type="search"
          name="q"
          defaultValue={text}
          aria-label={t('query')}
          aria-describedby="search-help"
          maxLength={maxQueryLength}
          dir="auto"
          className="min-h-11 min-w-0 flex-1 rounded-full border border-edge bg-card px-4 text-base text-ink"
        />
        {sort === 'newest' && <input type="hidden" name="sort" value="newest" />}
        <Button>{t('button')}</Button>
      </div>
      <details id="search-help" className="text-sm text-quiet">
        <summary className="inline-block min-h-6 cursor-pointer underline underline-offset-2">
          {t('help')}
        </summary>
        <ul className="mt-2 grid gap-1">
          {(['phrase', 'from', 'tag', 'minus', 'dates', 'star'] as const).map((key) => (
            <li key={key}>
              {t.rich(`grammar.${key}`, {
                code: (inner) => <code className="font-mono text-ink">{inner}</code>,
              })}
            </li>
          ))}
        </ul>
      </details>
    </form>
  )
}

/** The parts of the query that were ignored. */
function Remarks({ query, unknown }: { query: SearchQuery; unknown: string[] }) {
  const t = useTranslations('search')
  const remarks = [
    ...query.warnings.map(({ kind, part }) => t(`ignored.${kind}`, { part })),
    ...unknown.map((name) => t('unknownMember', { name })),
  ]
  if (remarks.length === 0) return null
  return (
    <Notice>
      {remarks.map((remark) => (
        <p key={remark} className="[overflow-wrap:anywhere]">
          {remark}
        </p>
      ))}
    </Notice>
  )
}

function People({ people, viewer, next }: { people: UserInList[]; viewer: Viewer | null; next: string }) {
  const t = useTranslations()
  const picture = createTemplate((name) => t('profile.picture', { name }))
  return (
    <section aria-labelledby="people" className="grid gap-2">
      <h2 id="people" className="text-lg font-semibold">
        {t('search.people')}
      </h2>
      <ul className="list !mt-0">
        {people.map((user) => (
          <li key={user.id} className="flex items-center gap-3 px-(--gutter) py-3">
            <UserPicture user={user} size={48} alt={fillTemplate(picture, nameOf(user))} />
            <UserNames user={user} />
            <FollowControl viewer={viewer} user={user} next={next} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function SortChoice({ text, sort }: { text: string; sort: Props['sort'] }) {
  const t = useTranslations('search')
  const address = `/search?q=${encodeURIComponent(text)}`
  const choices = [
    ['relevance', address, t('relevance')],
    ['newest', `${address}&sort=newest`, t('newest')],
  ] as const
  return (
    <nav aria-label={t('order')} className="flex gap-6 border-b border-line">
      {choices.map(([name, href, label]) => (
        <a key={name} href={href} aria-current={name === sort ? 'page' : undefined} className="tab">
          {label}
        </a>
      ))}
    </nav>
  )
}
