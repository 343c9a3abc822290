import { EventEmitter } from 'node:events'
import { type Relay, startRelay } from './relay'

/** A change, for the listeners of all processes. Events are not stored: a new listener reads the database. */
export type LiveEvent =
  /** A post or reply was created. `rootId` is null for a post that starts a conversation. */
  | { type: 'post'; id: number; authorId: number; rootId: number | null }
  /** The database has new signals of these users. */
  | { type: 'signals'; userIds: number[] }
  /** The follows, blocks or mutes of a user have changed, or the blocks of others against the user. */
  | { type: 'relations'; userId: number }
  /** Some or all sessions of a user have ended. */
  | { type: 'sessions-ended'; userId: number; sessionIds: number[] }
  /** A session was replaced: the browser has a new session and may reconnect. */
  | { type: 'session-replaced'; userId: number; sessionId: number }
  /** API tokens with these ids were deleted. */
  | { type: 'tokens-ended'; tokenIds: number[] }
  /** Objects with these keys (lib/http/changes.mjs) have changed: cached pages that show them are stale. */
  | { type: 'changed'; keys: string[] }
  /** So much has changed that every cached page is stale. */
  | { type: 'all-changed' }
  /** Events of other processes may have been lost. */
  | { type: 'events-lost' }

export type Listener = (event: LiveEvent) => void

type Shared = { emitter: EventEmitter; relay: Relay | null }

// proxy.ts, pages and handlers are separate bundles of one process: module state would exist once per bundle.
const globals = globalThis as { roostEvents?: Shared }

function shared(): Shared {
  if (!globals.roostEvents) {
    const emitter = new EventEmitter().setMaxListeners(0)
    globals.roostEvents = { emitter, relay: startRelay((event) => emitter.emit('event', event)) }
  }
  return globals.roostEvents
}

/** Delivers an event to all listeners, synchronously in this process. Call it after commit: listeners read the database. */
export function publish(event: LiveEvent): void {
  const { emitter, relay } = shared()
  emitter.emit('event', event)
  relay?.send(event)
}

/** @returns a function that unsubscribes */
export function subscribe(listener: Listener): () => void {
  const { emitter } = shared()
  emitter.on('event', listener)
  return () => emitter.off('event', listener)
}

/** The number of listeners in this process. */
export function countListeners(): number {
  return shared().emitter.listenerCount('event')
}

/** Waits until the events of this process have reached Redis, before a command ends. */
export async function flushEvents(): Promise<void> {
  await globals.roostEvents?.relay?.flush()
}

/** Closes the connections to other processes, so that a test can exit. */
export function closeEvents(): void {
  globals.roostEvents?.relay?.close()
  globals.roostEvents = undefined
}
