/** Called by Next once in each server process, before it answers. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { runStartupCheck } = await import('./lib/db/startup-check')
    if (!(await runStartupCheck())) return
    const { trackChanges } = await import('./lib/events/guest-pages')
    trackChanges()
    // Not waited for: it may take a while on a large database, and only search misses it.
    void import('./lib/search/jobs').then(({ completeSearchIndex }) => completeSearchIndex())
  }
}
