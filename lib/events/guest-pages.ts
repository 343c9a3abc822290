import { noteChanges, noteUnknownChanges, pageKey, postKey, userKey } from '../http/changes.mjs'
import { publish, subscribe } from './events'

/**
 * Makes guest pages with one of these keys (lib/http/changes.mjs) missing in every process, so that the next guest is shown
 * what holds now. To be called after commit.
 */
export function invalidateGuestPages(keys: string[]): void {
  publish({ type: 'changed', keys: [...new Set(keys)] })
}

/** Notes what changes in any process. Called once in each process before its first request. */
export function trackChanges(): void {
  subscribe((event) => {
    if (event.type === 'changed') noteChanges(event.keys)
    if (event.type === 'missed') noteUnknownChanges()
  })
}

type ShownPost = { id: number; tags: string[]; replyToId: number | null; rootId: number | null }

/**
 * The keys of every guest page that shows a post, and of those that have to show it from now on: explore, its author's
 * profile, its tags, and the conversation, each page of which shows the post that began it.
 */
export function keysOfPost({ id, tags, replyToId, rootId }: ShownPost, author: string): string[] {
  const conversation = [replyToId, rootId].filter((one) => one !== null)
  const paths = ['/explore', `/users/${author}`, ...tags.map((tag) => `/tags/${tag}`)]
  return [...[id, ...conversation].map(postKey), ...paths.map(pageKey)]
}

/** The keys of the guest pages that show whom one member follows, or how many. */
export function keysOfFollow(follower: string, followed: string): string[] {
  return [
    `/users/${follower}`,
    `/users/${follower}/following`,
    `/users/${followed}`,
    `/users/${followed}/followers`,
  ].map(pageKey)
}

/** The keys of every guest page that shows a member, and of the profile. */
export const keysOfMember = (username: string): string[] => [userKey(username), pageKey(`/users/${username}`)]
