import { log } from '../log/log'
import { isIndexIncomplete, reindex } from './mutations'

/**
 * Fills in what posts and members of before the migration `search` are found by, once, while the server serves. Every
 * process may do it: what one has written the other finds written, or writes again the same. Until it is done, those
 * posts are not found.
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
