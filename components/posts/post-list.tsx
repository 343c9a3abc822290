import { usePagerTexts } from '@/components/ui/pager-texts'
import { mapPage } from '@/lib/page'
import { toPostItem } from '@/lib/posts/view'
import { DeleteConfirmation } from './delete-confirmation'
import { LivePostList } from './live-post-list'
import { useNewPostsTexts } from './new-posts-texts'
import { usePostTexts } from './post-texts'
import type { PostListProps } from './static-post-list'

/** A page of posts for a member: it grows while it is scrolled and shows changes at once. */
export function PostList({ page, path, empty, highlights, lists, announcesTo }: PostListProps) {
  const text = usePostTexts()
  const pagerTexts = usePagerTexts()
  const newPosts = useNewPostsTexts()
  return (
    <>
      <LivePostList
        // A page with a cursor is a list of its own.
        key={`${path} ${page.newer}`}
        initial={mapPage(page, (post) => toPostItem(post, highlights))}
        path={path}
        text={text}
        pagerTexts={pagerTexts}
        lists={lists}
        // The server renders the page again after a deletion, so a list that becomes empty gets it then.
        empty={page.items.length === 0 && empty}
        {...(announcesTo !== undefined &&
          !page.newer && { announcements: { viewerId: announcesTo, text: newPosts } })}
      />
      <DeleteConfirmation />
    </>
  )
}
