/** The latest value of a signal, from the event stream or a poll. */
export type LiveSignal = { name: string; subject: string; payload: unknown }

/** A post or reply that was just published and is visible to the viewer; `home` when it is in their home feed. */
export type LivePost = { id: number; authorId: number; rootId: number | null; home: boolean }

/** `reset`: more posts were published while the page was disconnected than are sent one by one. */
type LiveEvents = { signal: LiveSignal; post: LivePost; reset: null }

const events = new EventTarget()

/** Passes an event to its listeners on this page. */
export function emitLiveEvent<K extends keyof LiveEvents>(kind: K, payload: LiveEvents[K]): void {
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
