import { LRUCache } from 'lru-cache'
import { env } from '../env'
import { changeCount, hasChanged } from './changes.mjs'

/** Numbers of existing objects, with the change count at the look-up. */
type Cache = LRUCache<string, { found: number; count: number }>

const shared = globalThis as { roostExistence?: Cache }

const cache = (): Cache => {
  shared.roostExistence ??= new LRUCache({ max: 5000, ttl: 10_000 })
  return shared.roostExistence
}

/**
 * Looks an object up, with a cache of ten seconds that a change of the object invalidates. Missing objects are not
 * cached. On serverless hosts nothing is cached: changes do not reach a process that is stopped.
 * @param key of lib/http/changes.mjs
 * @param find returns a number for an existing object (1, or the id of its author), else null
 */
export async function knownToExist(key: string, find: () => Promise<number | null>): Promise<number | null> {
  if (env.functionHost) return find()
  const cached = cache().get(key)
  if (cached && !hasChanged([key], cached.count)) return cached.found
  const count = changeCount()
  const found = await find()
  if (found !== null) cache().set(key, { found, count })
  return found
}
