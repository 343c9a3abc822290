import type { ReactNode } from 'react'
import { Pager } from '@/components/ui/pager'
import { usePagerTexts } from '@/components/ui/pager-texts'
import { mapPage, type Page } from '@/lib/page'
import { type PostView, toPostItem } from '@/lib/posts/view'
import type { HighlightTerm } from '@/lib/text/highlights'
import { PostCard } from './post-card'
import { usePostTexts } from './post-texts'

/** What a page passes to a list of posts: `StaticPostList` for guests, `PostList` for members. */
export type PostListProps = {
  page: Page<PostView>
  path: string
  /** Shown instead of an empty list. */
  empty: ReactNode
  /** Search terms to highlight. */
  highlights?: HighlightTerm[]
  /** For members: the viewer's reaction that defines the list. After Back, posts without it are left out. */
  lists?: 'bookmarks' | 'likes' | undefined
  /** For members: offers posts that are published while the page is open, to this viewer. */
  announcesTo?: number | undefined
}

/** A server-rendered list of posts with a pager, for guests. */
export function StaticPostList({ page, path, empty, highlights }: PostListProps) {
  const text = usePostTexts()
  const pagerTexts = usePagerTexts()
  if (page.items.length === 0 && !page.newer) return empty
  const { items, older, newer } = mapPage(page, (post) => toPostItem(post, highlights))
  return (
    <>
      <div className="list">
        {items.map((post) => (
          <PostCard key={post.id} post={post} text={text} />
        ))}
      </div>
      <Pager path={path} older={older} newer={newer} text={pagerTexts} />
    </>
  )
}
