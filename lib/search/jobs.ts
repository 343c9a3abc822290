import { log } from '../log/log'
import { isIndexIncomplete, reindex } from './mutations'

/**
 * Fills the search rows that a migration has left empty, once after the start of the server. Until then, searches do
 * not find these posts and users. Every process may run it at the same time, because indexing is idempotent.
 * @param deadline time in milliseconds since 1970 after which no further batch starts; the next call continues
 * @returns whether all rows are filled
 */
export async function completeSearchIndex(deadline = Number.POSITIVE_INFINITY): Promise<boolean> {
  try {
    if (Date.now() >= deadline) return false
    if (!(await isIndexIncomplete())) return true
    log.info({ event: 'search.fill' }, 'filling the search index')
    const count = await reindex({ onlyMissing: true, deadline })
    const isComplete = Date.now() < deadline || !(await isIndexIncomplete())
    log.info({ event: 'search.filled', ...count, isComplete }, 'the search index has been filled')
    return isComplete
  } catch (error) {
    log.error({ event: 'search.fill', err: error }, 'the search index is incomplete: npm run search:reindex')
    return false
  }
}
