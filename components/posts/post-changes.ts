'use client'

import { useLayoutEffect } from 'react'
import { createChangeStore } from '@/components/ui/change-store'
import type { PostItem } from '@/lib/posts/view'

/** What has changed about a post since the server sent it. */
type PostChange = {
  liked?: boolean
  bookmarked?: boolean
  deleted?: boolean
  /** The text of an edit that was sent; `undefined` after it was refused. */
  sentBody?: string | undefined
  /** A newer version from the server. */
  latest?: PostItem
}

/** The changes of posts, by id. */
export const postChanges = createChangeStore<number, PostChange>()

/** Like `currentPosts`, without posts that are no longer bookmarked. */
export function currentBookmarks(posts: PostItem[]): PostItem[] {
  return currentPosts(posts).filter(({ bookmarked }) => bookmarked)
}

/** Like `currentPosts`, without posts that the viewer no longer likes. */
export function currentLikes(posts: PostItem[]): PostItem[] {
  return currentPosts(posts).filter(({ liked }) => liked)
}

/** Whether the post was deleted on this page. Data that was requested before can still contain it. */
export function isDeleted(id: number): boolean {
  return postChanges.read(id)?.deleted === true
}

/** How often each post is shown on the page. */
const shown = new Map<number, number>()

/** Whether the page shows a post. */
export function isShown(id: number): boolean {
  return shown.has(id)
}

/** The current version of a post. */
export function usePost(post: PostItem): PostItem {
  const { id } = post
  // With the listener of edit-buttons.tsx.
  useLayoutEffect(() => {
    shown.set(id, (shown.get(id) ?? 0) + 1)
    return () => {
      const others = (shown.get(id) ?? 1) - 1
      if (others > 0) shown.set(id, others)
      else shown.delete(id)
    }
  }, [id])
  return applyChange(post, postChanges.useChange(post.id))
}

/** The current versions of the posts of a list, without those that were deleted. */
export function currentPosts(posts: PostItem[]): PostItem[] {
  return posts.filter(({ id }) => !isDeleted(id)).map((post) => applyChange(post, postChanges.read(post.id)))
}

function applyChange(post: PostItem, change: PostChange | undefined): PostItem {
  if (!change) return post
  const current = change.latest ? update(post, change.latest) : post
  const likeCount = (current.likeCount ?? 0) + count(change.liked ?? current.liked) - count(current.liked)
  const { liked = current.liked, bookmarked = current.bookmarked } = change
  const { liked: _, bookmarked: __, ...rest } = current
  const edited = change.sentBody !== undefined && { text: { shown: [change.sentBody] }, editedAt: new Date() }
  return { ...rest, ...edited, likeCount, ...(liked && { liked }), ...(bookmarked && { bookmarked }) }
}

/** A newer version of a post, as this list shows it: with its excerpt, and with or without the post that it replies to. */
function update(post: PostItem, latest: PostItem): PostItem {
  const isEdited = latest.editedAt?.getTime() !== post.editedAt?.getTime()
  const { replyTo, ...rest } = latest
  return { ...rest, ...(post.replyTo && replyTo && { replyTo }), text: isEdited ? latest.text : post.text }
}

const count = (liked: boolean | undefined) => (liked ? 1 : 0)
