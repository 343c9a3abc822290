/**
 * The latest value of a signal, from the event stream or a poll. `position`: its time in microseconds since 1970, by which
 * it is compared with a page that the server has rendered.
 */
export type LiveSignal = { name: string; subject: string; payload: unknown; position: number }

/**
 * The signal part of a position in the event stream, in microseconds since 1970.
 * @param position `<microseconds of the last signal>.<position of posts>`; null for a page that receives no events
 */
export function signalPositionOf(position: string | null): number {
  return Number(position?.split('.')[0] ?? 0)
}

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

/** The position of the latest signal, by name. */
const signalPositions = new Map<string, number>()

/**
 * Whether a signal with one of these names arrived that is newer than what the server has rendered: while a page is on its
 * way, signals that arrive before it are newer.
 * @param position The position from which the rendered page receives events, in microseconds since 1970.
 */
export function hasSignalSince(names: readonly string[], position: number): boolean {
  return names.some((name) => (signalPositions.get(name) ?? 0) > position)
}

/** Clears what has arrived, when another user or a guest uses the page. */
export function forgetRecentEvents(): void {
  recent.length = 0
  signalPositions.clear()
}

/** Passes an event to its listeners on this page. */
export function emitLiveEvent<K extends keyof LiveEvents>(kind: K, payload: LiveEvents[K]): void {
  if (kind === 'post') {
    recent.push(payload as LivePost)
    if (recent.length > maxRecent) recent.shift()
  }
  if (kind === 'signal') {
    const { name, position } = payload as LiveSignal
    signalPositions.set(name, position)
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
