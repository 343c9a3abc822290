import { LRUCache } from 'lru-cache'

/** What was there a moment ago; what is missing is never remembered. Shared by proxy.ts and the actions. */
type Known = LRUCache<string, number>

const shared = globalThis as { roostExistence?: Known }

const known = (): Known => {
  shared.roostExistence ??= new LRUCache({ max: 5000, ttl: 10_000 })
  return shared.roostExistence
}

/**
 * Looks something up at most once in ten seconds while it is there.
 * @param find Answers with a number (1, or the id of an author) or null.
 */
export async function knownToExist(key: string, find: () => Promise<number | null>): Promise<number | null> {
  const remembered = known().get(key)
  if (remembered !== undefined) return remembered
  const found = await find()
  if (found !== null) known().set(key, found)
  return found
}

/** To be called when the thing is deleted or renamed. */
export const forgetExistence = (key: string): boolean => known().delete(key)

export const userKey = (username: string): string => `user:${username.toLowerCase()}`
export const postKey = (id: number): string => `post:${id}`
/** A post's conversation outlives it as long as it has replies. */
export const conversationKey = (id: number): string => `conversation:${id}`
