import { limits } from '../limits'
import { log } from '../log/log'
import { purgeDeletedPosts } from './mutations'

/** Purges the data of deletions that can no longer be undone, now and in intervals. Never ends; errors are logged. */
export function purgeRegularly(): void {
  const purge = () =>
    purgeDeletedPosts().catch((error) => log.error({ event: 'deletions.purge', err: error }, 'not purged'))
  void purge()
  setInterval(purge, limits.undoDeletionSeconds * 1000).unref()
}
