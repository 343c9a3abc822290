import { log } from '../log/log'
import { isIndexIncomplete, reindex } from './mutations'

/**
 * Fills the search rows that a migration has left empty, once after the start of the server. Searches do not find these
 * posts and users before. Every process may run it at the same time, because indexing is idempotent.
 */
export async function completeSearchIndex(): Promise<void> {
  try {
    if (!(await isIndexIncomplete())) return
    log.info({ event: 'search.fill' }, 'filling the search index')
    const count = await reindex({ onlyMissing: true })
    log.info({ event: 'search.filled', ...count }, 'the search index is complete')
  } catch (error) {
    log.error({ event: 'search.fill', err: error }, 'the search index is incomplete: npm run search:reindex')
  }
}
