// Which of the things that are kept in memory have changed since they were read. Changes are counted and not timed: a count
// tells what was read before a change from what was read after it, however close they are.

/** Keys that are remembered one by one. */
const mostKeys = 10_000

// proxy.ts, the pages and the cache handler are loaded apart; all of them share this.
globalThis.roostChanges ??= { count: 0, all: 0, keys: new Map() }
const state = globalThis.roostChanges

/** The number of changes so far. To be asked before what is kept is read. */
export const changeCount = () => state.count

/** Notes that everything with one of these keys has changed. To be called after commit. */
export function noteChanges(keys) {
  state.count += 1
  for (const key of keys) state.keys.set(key, state.count)
  // Bounds the memory: everything is read once more.
  if (state.keys.size > mostKeys) noteUnknownChanges()
}

/** Notes that anything may have changed. */
export function noteUnknownChanges() {
  state.count += 1
  state.all = state.count
  state.keys.clear()
}

/** Whether something with one of these keys has changed after `count`. */
export function hasChanged(keys, count) {
  if (count === state.count) return false
  return count < state.all || keys.some((key) => (state.keys.get(key) ?? 0) > count)
}

/** A post, and every page that shows it. */
export const postKey = (id) => `post:${id}`

/** A member by name, in any case, and every page that shows them. */
export const userKey = (username) => `user:${username.toLowerCase()}`

/** Where the replies of a post are shown, which outlives the post as long as it has any. */
export const conversationKey = (id) => `conversation:${id}`

/** The page at a path, as an address writes it or decoded. */
export const pageKey = (path) => `page:${decoded(path).toLowerCase()}`

function decoded(path) {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
