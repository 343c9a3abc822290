// Tracks which cached objects have changed since they were read. A counter instead of a time orders a read and a change,
// however close they are.

/** Maximum number of keys to track. */
const maxKeys = 10_000

// proxy.ts, pages and the cache handler are separate bundles of one process: module state would exist once per bundle.
globalThis.roostChanges ??= { count: 0, all: 0, keys: new Map() }
const state = globalThis.roostChanges

/** The number of changes so far. Get it before reading what is to be cached. */
export function changeCount() {
  return state.count
}

/** Records that the objects with these keys have changed. Call it after commit. */
export function recordChanges(keys) {
  state.count += 1
  for (const key of keys) state.keys.set(key, state.count)
  // Bounds the memory; everything is read again.
  if (state.keys.size > maxKeys) recordUnknownChanges()
}

/** Records that any object may have changed. */
export function recordUnknownChanges() {
  state.count += 1
  state.all = state.count
  state.keys.clear()
}

/** Whether an object with one of these keys has changed after `count`. */
export function hasChanged(keys, count) {
  if (count === state.count) return false
  return count < state.all || keys.some((key) => (state.keys.get(key) ?? 0) > count)
}

/** The key of a post and of all pages that show it. */
export function postKey(id) {
  return `post:${id}`
}

/** The id in the key of a post; null for other keys. */
export function postIdOf(key) {
  return key.startsWith('post:') ? Number(key.slice(5)) : null
}

/** The key of a user, by username in any case, and of all pages that show the user. */
export function userKey(username) {
  return `user:${username.toLowerCase()}`
}

/** The key of the page with the replies to a post. It exists as long as there are replies, even without the post. */
export function conversationKey(id) {
  return `conversation:${id}`
}

/** The key of the page at a path, percent-encoded or decoded. */
export function pageKey(path) {
  return `page:${decodeSafely(path).toLowerCase()}`
}

/** Links to posts and users, ids of placeholders, and mentions. */
const references = /(?:\/posts\/|\bpost-)(\d{1,10})|(?:\/users\/|@)(\w{1,30})/g

/** A feed has to show what the page at this path shows. */
const feedName = /\/feed\.(?:xml|json)$/

/** The keys of a page or feed: of its path, and of the posts and users that it shows. */
export function keysOfPage(path, html) {
  const keys = new Set([pageKey(path.replace(feedName, ''))])
  for (const [, post, user] of html.matchAll(references)) keys.add(post ? postKey(post) : userKey(user))
  return [...keys]
}

function decodeSafely(path) {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
