import { useLocale, useTranslations } from 'next-intl'
import { pagerTexts } from '@/components/ui/pager-texts'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { mapPage } from '@/lib/page'
import { toPostItem } from '@/lib/posts/view'
import { deleteTexts } from './delete-texts'
import { LivePostList, type PostListTexts } from './live-post-list'
import { newPostsTexts } from './new-posts-texts'
import { cardTexts } from './post-texts'
import type { PostListProps } from './static-post-list'

/** A page of posts for a member: it grows while it is scrolled and shows changes at once. */
export function PostList({ page, path, empty, highlights, lists, announcesTo }: PostListProps) {
  return (
    <LivePostList
      // Each page with a cursor has its own list state.
      key={`${path} ${page.newer}`}
      initial={mapPage(page, (post) => toPostItem(post, highlights))}
      path={path}
      text={listTexts(useLocale(), useTranslations())}
      lists={lists}
      // The server renders the page again after a deletion, so a list that becomes empty gets this content then.
      empty={page.items.length === 0 && empty}
      {...(announcesTo !== undefined && !page.newer && { announcesTo })}
    />
  )
}

const listTexts = oncePerLocale(
  (locale, t: ReturnType<typeof useTranslations<never>>): PostListTexts => ({
    card: cardTexts(locale, t),
    pager: pagerTexts(locale, t),
    newPosts: newPostsTexts(locale, t),
    delete: deleteTexts(locale, t),
  }),
)
