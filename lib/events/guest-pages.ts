import {
  conversationKey,
  pageKey,
  postKey,
  recordChanges,
  recordUnknownChanges,
  userKey,
} from '../http/changes.mjs'
import { publish, subscribe } from './events'

/**
 * Invalidates the cached guest pages that show objects with these keys, in every process. Call it after commit.
 * @param keys of lib/http/changes.mjs
 */
export function invalidateGuestPages(keys: string[]): void {
  publish({ type: 'changed', keys: [...new Set(keys)] })
}

/** Invalidates every cached guest page, in every process: for changes whose pages are too many to name. */
export function invalidateAllGuestPages(): void {
  publish({ type: 'all-changed' })
}

/** Records the changes of all processes. Call it once in each process, before the first request. */
export function trackChanges(): void {
  subscribe((event) => {
    if (event.type === 'changed') recordChanges(event.keys)
    if (event.type === 'events-lost' || event.type === 'all-changed') recordUnknownChanges()
  })
}

type ShownPost = { id: number; tags: string[]; replyToId: number | null; rootId: number | null }

/**
 * The keys of all guest pages that show a post, or have to show a new one: the welcome page, explore, the author's
 * profile with its tabs, its tags, and the pages of the conversation, all of which show its root.
 */
export function keysOfPost({ id, tags, replyToId, rootId }: ShownPost, author: string): string[] {
  const conversation = [replyToId, rootId].filter((one) => one !== null)
  const paths = ['/', '/explore', ...tags.map((tag) => `/tags/${tag}`)]
  return [...[id, ...conversation].map(postKey), ...paths.map(pageKey), ...keysOfProfile(author)]
}

type Position = { id: number; parentId: number | null; rootId: number }

/**
 * The keys of the guest pages that the deletion of a post or its undoing changes.
 * @param others ids of placeholders that were removed or restored with the post
 * @param tags whose pages have to show the post again
 */
export function keysOfDeletion(
  author: string,
  { id, parentId, rootId }: Position,
  others: number[],
  tags: string[] = [],
): string[] {
  return [
    ...keysOfPost({ id, tags, replyToId: parentId, rootId }, author),
    ...others.flatMap((other) => [postKey(other), conversationKey(other)]),
  ]
}

/** The keys of the pages of a profile. All of them show its counts. */
function keysOfProfile(username: string): string[] {
  return ['', '/replies', '/likes'].map((tab) => pageKey(`/users/${username}${tab}`))
}

/** The keys of all guest pages that show a like or count it. */
export function keysOfLike(postId: number, username: string): string[] {
  return [postKey(postId), pageKey(`/users/${username}/likes`)]
}

/** The keys of the guest pages that show a follow or count it. */
export function keysOfFollow(follower: string, followed: string): string[] {
  const lists = [`/users/${follower}/following`, `/users/${followed}/followers`].map(pageKey)
  return [...[follower, followed].flatMap(keysOfProfile), ...lists]
}

/** The keys of all guest pages that show a user, and of the profile. */
export function keysOfUser(username: string): string[] {
  return [userKey(username), ...keysOfProfile(username)]
}
