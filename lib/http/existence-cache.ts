import { LRUCache } from 'lru-cache'
import { changeCount, hasChanged } from './changes.mjs'

/** What was there a moment ago; what is missing is never remembered. `count` is of lib/http/changes.mjs. */
type Known = LRUCache<string, { found: number; count: number }>

const shared = globalThis as { roostExistence?: Known }

const known = (): Known => {
  shared.roostExistence ??= new LRUCache({ max: 5000, ttl: 10_000 })
  return shared.roostExistence
}

/**
 * Looks something up at most once in ten seconds while it is there and does not change.
 * @param key One of lib/http/changes.mjs.
 * @param find Answers with a number (1, or the id of an author) or null.
 */
export async function knownToExist(key: string, find: () => Promise<number | null>): Promise<number | null> {
  const remembered = known().get(key)
  if (remembered && !hasChanged([key], remembered.count)) return remembered.found
  const count = changeCount()
  const found = await find()
  if (found !== null) known().set(key, { found, count })
  return found
}
