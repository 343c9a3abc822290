import { createHash } from 'node:crypto'
import fileSystemCache from 'next/dist/server/lib/incremental-cache/file-system-cache.js'
import { changeCount, hasChanged, keysOfPage } from './changes.mjs'

// Next imports this file with Node, which wraps the default export of a CommonJS module, and with its bundler, which
// does not.
const NextCache = fileSystemCache.default ?? fileSystemCache

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g

const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** The path of a guest page in a cache key of Next, which may have the route before a `$`. */
const guestPath = /^(?:.*\/\$)?\/guest\/[^/]+(\/.*)?$/

/**
 * Next's cache with three changes:
 * - It is in memory only: pages on disk would outlive their posts and move with the build to another database.
 * - A page is a miss as soon as an object on it has changed (docs/decisions/018).
 * - Each prerendered page is stored with a Content-Security-Policy that allows exactly its inline scripts
 *   (docs/decisions/002), and with a Vary header for shared caches.
 *
 * Next creates an instance for each request, and calls `get` before it renders a page.
 */
export default class CacheHandler extends NextCache {
  /** The change count at the first `get` of an entry, before its page is rendered. */
  #countBeforeRender = new Map()

  constructor(context) {
    super({ ...context, flushToDisk: false })
  }

  async get(key, context) {
    if (!this.#countBeforeRender.has(key)) this.#countBeforeRender.set(key, changeCount())
    const entry = await super.get(key, context)
    // Errors are not cached: the page may exist at the next request.
    if (!entry?.value || entry.value.status >= 400) return null
    return hasChanged(...dependenciesOf(key, entry.value)) ? null : entry
  }

  async set(key, data, context) {
    if (data?.kind === 'APP_PAGE') {
      const scripts = [...String(data.html).matchAll(inlineScript)].map(([, text]) => sha256(text))
      const policy = ["script-src 'self'", ...new Set(scripts)].join(' ')
      data.headers = { ...data.headers, 'content-security-policy': policy, vary: 'Cookie, Accept-Language' }
    }
    // After a failed render, Next stores the previous page again: its change count stays.
    if (data) dependenciesOf(key, data, this.#countBeforeRender.get(key))
    return super.set(key, data, context)
  }
}

/** The keys of each stored page, and the change count that it includes. */
const dependencies = new WeakMap()

function dependenciesOf(key, data, count = 0) {
  const known = dependencies.get(data)
  if (known) return known
  const path = guestPath.exec(key)?.[1] ?? '/'
  const entry = [keysOfPage(path, String(data.html ?? '')), count]
  dependencies.set(data, entry)
  return entry
}
