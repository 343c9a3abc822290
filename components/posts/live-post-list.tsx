'use client'

import type { ReactNode } from 'react'
import { ListEnd } from '@/components/ui/list-end'
import { emitLiveEvent } from '@/components/ui/live-events'
import type { PagerTexts } from '@/components/ui/pager'
import { useList } from '@/components/ui/use-list'
import type { Page } from '@/lib/page'
import type { PostItem } from '@/lib/posts/view'
import { DeleteDialog, type DeleteDialogTexts } from './delete-dialog'
import { LivePostCard } from './live-post-card'
import { NewPosts, type NewPostsTexts } from './new-posts'
import type { PostTexts } from './post-card'
import { currentBookmarks, currentLikes, currentPosts, isDeleted, postChanges } from './post-changes'
import { isReacting } from './reactions'

export type PostListTexts = {
  card: PostTexts
  pager: PagerTexts
  newPosts: NewPostsTexts
  delete: DeleteDialogTexts
}

type Props = {
  initial: Page<PostItem>
  path: string
  text: PostListTexts
  empty: ReactNode
  lists: 'bookmarks' | 'likes' | undefined
  /** Offers posts that are published while the page is open to the viewer with this id. */
  announcesTo?: number
}

/** Posts that were just loaded need no changes, except deleted posts and while a reaction is in flight. */
const onLoaded = (posts: PostItem[]) =>
  postChanges.discard(posts.map(({ id }) => id).filter((id) => !isReacting(id) && !isDeleted(id)))

/** Posts may have been changed while another page was open: the page loads them again (post-updates.tsx). */
const onRestored = (posts: PostItem[]) =>
  emitLiveEvent(
    'changed',
    posts.map(({ id }) => id),
  )

const options = { current: currentPosts, onLoaded, onRestored }
const reactionOptions = {
  bookmarks: { ...options, current: currentBookmarks },
  likes: { ...options, current: currentLikes },
}

/**
 * A list of posts that grows while it is scrolled and shows changes at once, with the dialog that confirms the deletion of
 * one.
 */
export function LivePostList({ initial, path, text, empty, lists, announcesTo }: Props) {
  const list = useList(initial, path, lists ? reactionOptions[lists] : options)
  postChanges.useDiscardStale(
    initial.items.map(({ id }) => id).filter((id) => !isDeleted(id)),
    initial,
  )
  postChanges.useChanges()
  const posts = list.shown.filter(({ id }) => !isDeleted(id))
  const isEmpty = posts.length === 0 && !list.page.newer && !list.page.older
  return (
    <>
      <div>
        {announcesTo !== undefined && (
          <NewPosts
            viewerId={announcesTo}
            text={text.newPosts}
            path={path}
            shown={list.page.items}
            show={list.loadNewest}
            listRef={list.listRef}
          />
        )}
        {isEmpty ? (
          empty
        ) : (
          <div ref={list.listRef} className="list">
            {posts.map((post) => (
              <LivePostCard key={post.id} post={post} text={text.card} />
            ))}
          </div>
        )}
      </div>
      {!isEmpty && <ListEnd list={list} path={path} text={text.pager} />}
      <DeleteDialog text={text.delete} />
    </>
  )
}
