import { EventEmitter } from 'node:events'
import { type Relay, startRelay } from './relay'

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
  /** A session was replaced: its browser has a new id and may reconnect with it. */
  | { type: 'session-replaced'; userId: number; sessionId: number }
  /** What has one of these keys (lib/http/changes.mjs) has changed, and pages in memory that show it are out of date. */
  | { type: 'changed'; keys: string[] }
  /** Events of other processes may have been missed. */
  | { type: 'missed' }

export type Listener = (event: LiveEvent) => void

type Shared = { emitter: EventEmitter; relay: Relay | null }

// proxy.ts, the pages and the handlers are bundled apart; all of them share this.
const globals = globalThis as { roostEvents?: Shared }

function shared(): Shared {
  if (!globals.roostEvents) {
    const emitter = new EventEmitter().setMaxListeners(0)
    globals.roostEvents = { emitter, relay: startRelay((event) => emitter.emit('event', event)) }
  }
  return globals.roostEvents
}

/** Tells every listener, in this process at once. To be called after commit: who listens reads the database at once. */
export function publish(event: LiveEvent): void {
  const { emitter, relay } = shared()
  emitter.emit('event', event)
  relay?.send(event)
}

/** @returns Ends the subscription. */
export function subscribe(listener: Listener): () => void {
  const { emitter } = shared()
  emitter.on('event', listener)
  return () => emitter.off('event', listener)
}

/** How many listen in this process. */
export const countListeners = (): number => shared().emitter.listenerCount('event')

/** Ends the connections to other processes; for tests that must end. */
export function closeEvents(): void {
  globals.roostEvents?.relay?.close()
  globals.roostEvents = undefined
}
