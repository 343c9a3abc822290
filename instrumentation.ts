/** Next calls this once in each server process, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { runStartupCheck } = await import('./lib/db/startup-check')
    if (!(await runStartupCheck())) return
    const { trackChanges } = await import('./lib/events/guest-pages')
    trackChanges()
    const { purgeRegularly } = await import('./lib/deletions/jobs')
    purgeRegularly()
    const { startJobs } = await import('./lib/background/jobs')
    await startJobs()
    // Not awaited: it takes long on a large database, and only search depends on it.
    void import('./lib/search/jobs').then(({ completeSearchIndex }) => completeSearchIndex())
  }
}
