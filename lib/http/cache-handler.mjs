import { createHash } from 'node:crypto'
import fileSystemCache from 'next/dist/server/lib/incremental-cache/file-system-cache.js'
import { changeCount, hasChanged, pageKey, postKey, userKey } from './changes.mjs'

// Node hands a CommonJS module over whole, the bundler only its default export; Next loads this file both ways.
const NextCache = fileSystemCache.default ?? fileSystemCache

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g

const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** The guest page that an entry of Next's cache belongs to; Next writes its route before the `$`. */
const guestPath = /^(?:.*\/\$)?\/guest\/[^/]+(\/.*)?$/

/** Links to posts and members, the ids of placeholders, and names after an @. */
const shown = /(?:\/posts\/|\bpost-)(\d{1,10})|(?:\/users\/|@)(\w{1,30})/g

/**
 * Next's own cache, with three changes. It lives in memory alone: pages on disk would outlive the posts in them, and
 * follow the build to another database. A page is missing as soon as something changes that it shows
 * (docs/decisions/018). And each prerendered page takes along a Content-Security-Policy that allows exactly
 * the inline scripts in it (docs/decisions/002). The header is stored and renewed with the page, so the two always
 * belong together. Shared caches learn that members and other languages get other pages.
 *
 * Next makes an instance for each request, and renders a page only after it has asked the instance for it.
 */
export default class CacheHandler extends NextCache {
  /** The count of changes when the request first asked for an entry: what it renders was read later. */
  #asked = new Map()

  constructor(context) {
    super({ ...context, flushToDisk: false })
  }

  async get(key, context) {
    if (!this.#asked.has(key)) this.#asked.set(key, changeCount())
    const entry = await super.get(key, context)
    // What is missing may be there the next time.
    if (!entry?.value || entry.value.status >= 400) return null
    return hasChanged(...originOf(key, entry.value)) ? null : entry
  }

  async set(key, data, context) {
    if (data?.kind === 'APP_PAGE') {
      const scripts = [...String(data.html).matchAll(inlineScript)].map(([, text]) => sha256(text))
      const policy = ["script-src 'self'", ...new Set(scripts)].join(' ')
      data.headers = { ...data.headers, 'content-security-policy': policy, vary: 'Cookie, Accept-Language' }
    }
    // Next stores the former page again when a render fails; that keeps its age.
    if (data) originOf(key, data, this.#asked.get(key))
    return super.set(key, data, context)
  }
}

/** What each stored page shows, and the count of changes that it is known to include. */
const origins = new WeakMap()

function originOf(key, data, count = 0) {
  const known = origins.get(data)
  if (known) return known
  const origin = [keysOf(key, String(data.html ?? '')), count]
  origins.set(data, origin)
  return origin
}

function keysOf(key, html) {
  const path = guestPath.exec(key)
  const keys = new Set([pageKey(path?.[1] ?? '/')])
  for (const [, post, user] of html.matchAll(shown)) keys.add(post ? postKey(post) : userKey(user))
  return [...keys]
}
