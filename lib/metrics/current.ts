/** Records what happens in this process, and reads what all web processes have recorded. */
export type Metrics = {
  /**
   * Records a request that has ended (scripts/request-metrics.mjs).
   * @param seconds from its arrival to the end of its response
   */
  recordRequest(routeClass: string, statusClass: string, seconds: number): void
  /** Records whether the cache of guest pages had a page (scripts/guest-cache.mjs). */
  recordGuestCache(result: 'hit' | 'miss'): void
  recordMail(result: 'sent' | 'rejected' | 'failed'): void
  /** Records that a client has reached a limit. */
  recordReachedLimit(limit: string): void
  /**
   * Reads the metrics of all web processes.
   * @param jobs the number of jobs by state, null when it is unknown
   */
  read(jobs: Record<string, number> | null): Promise<{ contentType: string; text: string }>
}

// The web server, proxy.ts and pages are separate bundles of one process: module state would exist once per bundle.
const shared = globalThis as { roostMetrics?: Metrics }

/** The metrics of this process; undefined without METRICS_TOKEN. */
export function metrics(): Metrics | undefined {
  return shared.roostMetrics
}

/** Makes these the metrics of this process. */
export function setMetrics(current: Metrics): void {
  shared.roostMetrics = current
}
