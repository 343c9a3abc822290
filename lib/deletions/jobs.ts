import { logFailure } from '../db/outage'
import { limits } from '../limits'
import { purgeDeletedPosts } from './mutations'

/** Purges the data of deletions that can no longer be undone. Errors are logged. */
export async function purgeNow(): Promise<void> {
  try {
    await purgeDeletedPosts()
  } catch (error) {
    logFailure('deletions.purge', error, 'purging deleted posts failed')
  }
}

/** Purges now and in intervals. Never ends. */
export function purgeRegularly(): void {
  void purgeNow()
  setInterval(purgeNow, limits.undoDeletionSeconds * 1000).unref()
}
