/** Notifies job runners of new jobs, so that they need not wait for the next poll. */
export type Dispatcher = { announce(id: string): void }

// Server actions and handlers are separate bundles of one process: module state would exist once per bundle.
const globals = globalThis as { roostJobs?: Dispatcher }

/** Registers the dispatcher of this process; null removes it. */
export function setDispatcher(dispatcher: Dispatcher | null): void {
  globals.roostJobs = dispatcher ?? undefined
}

/**
 * Announces new jobs after commit. Never fails: the runners find every due job in the database, at the latest at their
 * next poll.
 */
export function announceJobs(...ids: (string | null)[]): void {
  for (const id of ids) if (id) globals.roostJobs?.announce(id)
}
