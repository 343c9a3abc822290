/** The latest value of something, as the server's stream or the poll brings it to this page. */
export type LiveSignal = { name: string; subject: string; payload: unknown }

/** A post or reply that was just published and that this member may meet; `home` when their home feed has it. */
export type LivePost = { id: number; authorId: number; rootId: number | null; home: boolean }

/** `reset`: more posts were published while this page was away than it is told of one by one. */
type LiveMessages = { signal: LiveSignal; post: LivePost; reset: null }

const live = new EventTarget()

/** Hands something new to whatever on this page waits for it. */
export function emitLiveEvent<K extends keyof LiveMessages>(kind: K, message: LiveMessages[K]): void {
  live.dispatchEvent(new CustomEvent(kind, { detail: message }))
}

/** @returns Ends the subscription; an effect can give it back as its clean-up. */
export function onLiveEvent<K extends keyof LiveMessages>(
  kind: K,
  handler: (message: LiveMessages[K]) => void,
): () => void {
  const listener = (event: Event) => handler((event as CustomEvent<LiveMessages[K]>).detail)
  live.addEventListener(kind, listener)
  return () => live.removeEventListener(kind, listener)
}
