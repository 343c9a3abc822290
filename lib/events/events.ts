import { EventEmitter } from 'node:events'

/** What happened, for who is listening now. Nothing here is kept: whoever was away asks the database. */
export type LiveEvent =
  /** A post or a reply was published. `rootId` is null for a post that begins a conversation. */
  | { type: 'post'; id: number; authorId: number; rootId: number | null }
  /** The database holds new signals for these members. */
  | { type: 'signals'; userIds: number[] }
  /** Whom the member follows, blocks, mutes or is blocked by has changed. */
  | { type: 'relations'; userId: number }
  /** Sessions of a member ended: those named, or all. */
  | { type: 'sessions-ended'; userId: number; sessionIds: number[] | 'all' }

export type Listener = (event: LiveEvent) => void

const shared = globalThis as { roostEvents?: EventEmitter }

function emitter(): EventEmitter {
  shared.roostEvents ??= new EventEmitter().setMaxListeners(0)
  return shared.roostEvents
}

/** Tells every listener. To be called after commit: who listens reads the database at once. */
export function publish(event: LiveEvent): void {
  emitter().emit('event', event)
}

/** @returns Ends the subscription. */
export function subscribe(listener: Listener): () => void {
  emitter().on('event', listener)
  return () => emitter().off('event', listener)
}
