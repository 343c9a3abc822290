/** The latest value of a signal, from the event stream or a poll. */
export type LiveSignal = { name: string; subject: string; payload: unknown }

/** A post or reply that was just published and is visible to the viewer; `home` when it is in their home feed. */
export type LivePost = { id: number; authorId: number; rootId: number | null; home: boolean }

/**
 * `changed`: the ids of posts that were edited, deleted, liked or replied to; `reset`: more posts were published while
 * the page was disconnected than are sent one by one.
 */
type LiveEvents = { signal: LiveSignal; post: LivePost; changed: number[]; reset: null }

const events = new EventTarget()

/** Posts kept for pages that are opened later. */
const maxRecent = 100

const recent: LivePost[] = []

/**
 * The latest announced posts, oldest first. A page that the router has just opened may have been rendered before posts
 * that were announced while the previous page was shown.
 */
export function recentPosts(): readonly LivePost[] {
  return recent
}

/** Clears the announced posts, when another user or a guest uses the page. */
export function forgetRecentPosts(): void {
  recent.length = 0
}

/** Passes an event to its listeners on this page. */
export function emitLiveEvent<K extends keyof LiveEvents>(kind: K, payload: LiveEvents[K]): void {
  if (kind === 'post') {
    recent.push(payload as LivePost)
    if (recent.length > maxRecent) recent.shift()
  }
  events.dispatchEvent(new CustomEvent(kind, { detail: payload }))
}

/** @returns Removes the listener; usable as the clean-up of an effect. */
export function onLiveEvent<K extends keyof LiveEvents>(
  kind: K,
  handler: (payload: LiveEvents[K]) => void,
): () => void {
  const listener = (event: Event) => handler((event as CustomEvent<LiveEvents[K]>).detail)
  events.addEventListener(kind, listener)
  return () => events.removeEventListener(kind, listener)
}
